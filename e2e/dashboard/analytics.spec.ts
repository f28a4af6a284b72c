import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

test('a conversation is counted, led to from its number, grouped and taken along as CSV', async ({ ownerPage: page }) => {
  const source = `e2e-${Date.now()}`;
  await talk(source);
  await openOnceCounted(page, `/w/demo/analytics?source=${source}`);
  await expectNoViolations(page);

  await page.getByRole('link', { name: 'Conversations', exact: true }).last().click();
  await expect(page).toHaveURL(new RegExp(`/conversations\\?time=week&source=${source}$`));
  await expect(page.getByRole('row').filter({ hasText: 'Café Luna' })).toHaveCount(1);
  await page.goBack();

  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'Agent' }).click();
  await expect(page).toHaveURL(/by=agent/);
  const groups = page.getByRole('region', { name: 'By agent' });
  await expect(groups.getByRole('row').filter({ hasText: 'Café Luna' }).getByRole('cell').nth(1)).toHaveText('1');

  await page.getByRole('radiogroup', { name: 'Show Conversations as' }).getByRole('radio', { name: 'Table' }).click();
  await expect(page.getByRole('region', { name: 'Conversations' }).getByRole('columnheader', { name: 'Café Luna' })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download By agent as CSV' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/^Agent,Conversations,.*\r\nCafé Luna,1,/);

  await page.getByRole('tab', { name: 'Languages' }).click();
  await expect(page).toHaveURL(/section=languages/);
  await page.reload();
  await expect(page.getByRole('region', { name: 'By language' }).getByRole('row')).toHaveCount(2);
});

test('what people ask about is found, drawn, and leads to the conversations and back', async ({ ownerPage: page }) => {
  // Topics are looked for a minute after a conversation.
  test.setTimeout(240_000);
  const source = `e2e-${Date.now()}`;
  // Words of this run alone: topics are found among all that an agent was ever asked.
  const [dog, cake, tune] = [newWord(), newWord(), newWord()];
  for (const word of [dog, dog, dog, cake, cake, tune, tune]) await talk(source, `Tell me of the ${word}, please.`);
  const topics = page.getByRole('region', { name: 'What people asked about' });
  const dogs = topics.getByRole('row').filter({ hasText: named(dog) });
  await expect(async () => {
    await page.goto(`/w/demo/analytics?section=topics&source=${source}`);
    await expect(dogs.getByRole('cell').nth(1)).toHaveText('3', { timeout: 3_000 });
  }).toPass({ timeout: 150_000 });
  await expect(
    topics
      .getByRole('row')
      .filter({ hasText: named(cake) })
      .getByRole('cell')
      .nth(1),
  ).toHaveText('2');
  await expectNoViolations(page);

  await page
    .getByRole('region', { name: 'How topics lie to each other' })
    .getByRole('link', { name: new RegExp(`${dog}.* 3$`, 'i') })
    .click();
  await expect(page).toHaveURL(/\/conversations\?.*topic=/);
  await expect(page.getByRole('combobox', { name: 'Topic' })).toHaveText(named(dog));
  const rows = page.getByRole('row').filter({ hasText: 'Café Luna' });
  await expect(rows).toHaveCount(3);
  await rows.first().getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Analysis' }).click();
  await page
    .getByRole('tabpanel')
    .getByRole('link', { name: named(dog) })
    .click();
  await expect(rows).toHaveCount(3);
  await expectNoViolations(page);
  await page.getByRole('combobox', { name: 'Topic' }).click();
  await page.getByRole('option', { name: named(cake) }).click();
  await expect(rows).toHaveCount(2);
});

test('what something costs can be told, and is forgotten again', async ({ ownerPage: page }) => {
  const source = `e2e-${Date.now()}`;
  await talk(source);
  await openOnceCounted(page, `/w/demo/analytics?section=cost&source=${source}`);
  const line = page.getByRole('region', { name: 'What was used' }).getByRole('row').filter({ hasText: 'output tokens' });
  await expect(line).toContainText('runs here');

  await line.getByRole('button', { name: /^Price of embedded/ }).click();
  await expectNoViolations(page);
  await page.getByRole('textbox', { name: 'US dollars for a million tokens' }).fill('5000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(line).toContainText('$5,000.00 / M');
  await expect(line.getByRole('cell').last()).not.toHaveText('$0.00');

  await line.getByRole('button', { name: /^Price of embedded/ }).click();
  await page.getByRole('button', { name: 'Forget this price' }).click();
  await expect(line).toContainText('runs here');
});

test('home shows who is talking now, and its first steps can be put away and brought back', async ({ ownerPage: page }) => {
  await page.goto('/w/demo');
  await page.waitForLoadState('networkidle');
  const live = page.getByRole('list', { name: 'Live now' });
  await expect(live).toHaveCount(0);
  const ws = await begin(`e2e-${Date.now()}`);
  try {
    await expect(live.getByRole('link')).toContainText('Café Luna');
    await expectNoViolations(page);
  } finally {
    ws.close(1000);
  }
  await expect(live).toHaveCount(0);

  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(page.getByRole('heading', { name: 'First steps' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible();
});

/** Letters that nobody has said before. */
const newWord = () => Array.from({ length: 7 }, () => 'bdfgklmnprtvz'.charAt(Math.floor(Math.random() * 13))).join('');
const named = (word: string) => new RegExp(word, 'i');

/** A conversation by text that has begun. */
async function begin(source: string): Promise<WebSocket> {
  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId('luna')}&source=${source}`);
  await new Promise((resolve) => ws.once('open', resolve));
  ws.send(JSON.stringify({ type: 'conversation_initiation_client_data', conversation_config_override: { conversation: { text_only: true } } }));
  await heard(ws, 'agent_response');
  return ws;
}

/** Asks one question and leaves. */
async function talk(source: string, question = 'When do you open?'): Promise<void> {
  const ws = await begin(source);
  const answered = heard(ws, 'agent_response');
  ws.send(JSON.stringify({ type: 'user_message', text: question }));
  await answered;
  ws.close(1000);
}

function heard(ws: WebSocket, type: string): Promise<void> {
  return new Promise((resolve) => {
    const listen = (data: Buffer) => {
      if ((JSON.parse(data.toString()) as { type: string }).type !== type) return;
      ws.off('message', listen);
      resolve();
    };
    ws.on('message', listen);
  });
}

/** A conversation is counted a moment after it ended, which the page is not told. */
async function openOnceCounted(page: Page, path: string): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(page.getByRole('tabpanel').getByRole('definition').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await page.waitForLoadState('networkidle');
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
}
