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

test('every page of the workspace opens, fits its width and leaves without an error, on a desk and on a phone', async ({ ownerPage: page }) => {
  test.setTimeout(240_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const agent = await demoAgentId('luna');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [
      '',
      '/agents',
      `/agents/${agent}`,
      '/knowledge',
      '/tools',
      '/tools?tab=mcp',
      '/tools?tab=secrets',
      '/tools/new?kind=webhook',
      '/tests',
      '/tests?tab=runs',
      '/tests/new?kind=simulation',
      '/conversations',
      '/live',
      '/analytics',
      '/analytics?section=cost&by=agent&compare=1',
      ...['members', 'api-keys', 'providers', 'environment', 'webhooks', 'privacy', 'audit-log', 'account'].map((name) => `/settings/${name}`),
    ]) {
      await page.goto(`/w/demo${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${path} at ${width}`).toBeLessThanOrEqual(0);
      // Leaving is where effects are cleaned up.
      await page.getByRole('link', { name: 'Parley' }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: /^Good to have you|^Home$/ })).toBeVisible();
    }
  }
  expect(problems).toEqual([]);
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
