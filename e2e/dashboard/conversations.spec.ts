import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
import { refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

test('conversations are narrowed down, the view kept, taken along as a file, and deleted', async ({ ownerPage: page }) => {
  const source = `e2e-list-${Date.now()}`;
  await talk(source);
  await page.goto(`/w/demo/conversations?source=${source}`);
  const rows = page.getByRole('row').filter({ hasText: 'Café Luna' });
  await expect(rows).toHaveCount(1);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Voice', exact: true }).click();
  await expect(page.getByText('No conversation fits these filters.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Text', exact: true }).click();
  await expect(rows).toHaveCount(1);

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of this view' }).fill(source);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: source, exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/w/demo/conversations');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: source, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`channel=text.*source=${source}`));
  await expect(rows).toHaveCount(1);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'With transcripts (JSONL)' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ agentName: 'Café Luna', isTextOnly: true, transcript: [{ role: 'agent' }] });

  await page.getByRole('checkbox', { name: /^Select the conversation with Café Luna/ }).check();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 1 conversation?' });
  await dialog.getByRole('textbox').fill('delete');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No conversation fits these filters.')).toBeVisible();
});

test('a conversation is given tags and found by them, and a tag that is deleted is gone everywhere', async ({ ownerPage: page }) => {
  const source = `e2e-tags-${Date.now()}`;
  const title = `Call back ${Date.now()}`;
  await talk(source);
  await talk(source);
  await page.goto(`/w/demo/conversations?source=${source}`);
  const rows = page.getByRole('row').filter({ hasText: 'Café Luna' });
  await expect(rows).toHaveCount(2);
  await rows.first().getByRole('link').first().click();
  const tags = page.getByRole('region', { name: 'Tags' });
  await tags.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('textbox', { name: 'New tag' }).fill(title);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(tags.getByRole('link', { name: title })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await tags.getByRole('link', { name: title }).click();
  await expect(page.getByRole('combobox', { name: 'Tag', exact: true })).toHaveText(title);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText(title);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.goto(`/w/demo/conversations?source=${source}`);
  await rows.last().getByRole('link').first().click();
  await tags.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('button', { name: title, exact: true }).click();
  await refuse(page, 'conversations.unassignTag');
  await tags.getByRole('button', { name: `Take off ${title}` }).click();
  await expect(tags.getByRole('alert')).toBeVisible();
  await expect(tags.getByRole('link', { name: title })).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await tags.getByRole('button', { name: `Take off ${title}` }).click();
  await expect(tags.getByRole('link', { name: title })).toHaveCount(0);
  await tags.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('button', { name: `Delete ${title} everywhere` }).click();
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0, { timeout: 15_000 });
  await page.goto(`/w/demo/conversations?source=${source}`);
  await expect(rows).toHaveCount(2);
  await expect(page.getByText(title)).toHaveCount(0);
});

/** Says hello in writing, and leaves. */
async function talk(source: string): Promise<void> {
  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId('luna')}`);
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
  const greeted = new Promise<void>((resolve) => {
    ws.on('message', (data: Buffer) => {
      if (JSON.parse(data.toString()).type === 'agent_response') resolve();
    });
  });
  ws.send(
    JSON.stringify({
      type: 'conversation_initiation_client_data',
      conversation_config_override: { conversation: { text_only: true } },
      source_info: { source },
    }),
  );
  await greeted;
  const closed = new Promise((resolve) => ws.once('close', resolve));
  ws.close(1000);
  await closed;
}
