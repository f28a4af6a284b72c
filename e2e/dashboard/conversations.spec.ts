import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
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
