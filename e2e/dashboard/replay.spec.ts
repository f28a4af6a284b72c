import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

const question = 'What time do you open on Saturday?';

test('a conversation is replayed as it was recorded: gone through by keys, each place with an address, a turn kept as a test', async ({ ownerPage: page }) => {
  const said = await textConversation('luna', question);
  // The first turn begins with the conversation or just after: which one is the current at 0 s depends on it.
  await page.goto(`/w/demo/conversations/${said.id}?turn=1`);
  await page.waitForLoadState('networkidle');
  const turns = page.getByRole('tabpanel').getByRole('listitem');
  await expect(turns).toHaveCount(3);
  await expect(turns.nth(0)).toContainText(said.greeting);
  await expect(turns.nth(1)).toContainText(question);
  await expect(turns.nth(2)).toContainText(said.answer);

  await expect(turns.nth(0)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/turn=2/);
  await expect(turns.nth(1)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('k');
  await expect(page).toHaveURL(/turn=1/);
  await page.goto(`/w/demo/conversations/${said.id}?turn=3`);
  await expect(turns.nth(2)).toHaveAttribute('aria-current', 'true');
  await expectNoViolations(page);

  const work = page.getByRole('region', { name: 'Work behind the conversation' });
  await work
    .getByRole('button', { name: /^Answer in the making/ })
    .last()
    .press('Enter');
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('tokens in');
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('no charge');
  await expect(page).toHaveURL(/span=\d+/);

  await turns.nth(1).getByRole('button', { name: 'Make a test of this' }).click();
  await expect(turns.nth(1).getByRole('status')).toContainText('A test was made');
  await expect(turns.nth(1).getByRole('link', { name: 'Open it' })).toHaveAttribute('href', /\/tests\/.+/);
  await page.getByRole('tab', { name: 'Rhythm' }).click();
  await expect(page.getByText('Nobody spoke, or nobody answered aloud')).toBeVisible();
  await page.getByRole('tab', { name: 'Usage' }).click();
  // What runs on this machine costs nothing.
  await expect(page.getByText('Together: no charge')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Language model' }).first()).toContainText('tokens out');
});

/** Talks with an agent in writing over the public socket: a greeting, a question, its answer. */
async function textConversation(agent: string, asked: string): Promise<{ readonly id: string; readonly greeting: string; readonly answer: string }> {
  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId(agent)}`);
  const answers: string[] = [];
  let id = '';
  ws.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString());
    if (event.type === 'conversation_initiation_metadata') id = event.conversation_initiation_metadata_event.conversation_id;
    if (event.type === 'agent_response') answers.push(event.agent_response_event.agent_response);
  });
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
  ws.send(JSON.stringify({ type: 'conversation_initiation_client_data', conversation_config_override: { conversation: { text_only: true } } }));
  await expect.poll(() => answers.length).toBe(1);
  ws.send(JSON.stringify({ type: 'user_message', text: asked }));
  await expect.poll(() => answers.length).toBe(2);
  const closed = new Promise((resolve) => ws.once('close', resolve));
  ws.close(1000);
  await closed;
  return { id, greeting: answers[0] ?? '', answer: answers[1] ?? '' };
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
