import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

test('a conversation appears in the list when it starts and is done when it ends, with nobody reloading', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/conversations');
  await page.waitForLoadState('networkidle');
  const running = page.getByRole('row').filter({ hasText: 'running' });
  await expect(running).toHaveCount(0);

  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId('luna')}`);
  try {
    await new Promise((resolve) => ws.once('open', resolve));
    ws.send(JSON.stringify({ type: 'conversation_initiation_client_data', conversation_config_override: { conversation: { text_only: true } } }));
    await expect(running).toHaveCount(1);
    await expect(running).toContainText('Café Luna');
  } finally {
    ws.close(1000);
  }
  await expect(running).toHaveCount(0);
});

test('the providers page says honestly how this machine hears and speaks a language', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/settings/providers');
  const hearing = page.getByRole('region', { name: 'Hearing, best first' });
  const speaking = page.getByRole('region', { name: 'Speaking, best first' });
  await expect(hearing.getByText('in use', { exact: true })).toHaveCount(1);
  await expect(speaking.getByText('in use', { exact: true })).toHaveCount(1);

  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: /^Spanish/ }).click();
  await expect(page.getByText(/no neural local voice|has no voice for Spanish/)).toBeVisible();
  await expect(
    page
      .getByRole('region', { name: 'Models' })
      .getByText(/whisper-base/)
      .first(),
  ).toBeVisible();
});
