import { parley } from '../fixtures/parley';
import { expect, test } from '../fixtures/signed-in';

test('a fresh installation is healthy and answers a stranger with the sign-in page', async ({ page, request }) => {
  const health = await request.get('/api/health');
  expect(health.status()).toBe(200);
  expect(await health.json()).toEqual({ status: 'ok', web: 'ok', voice: 'ok' });
  await page.goto('/w/demo/agents');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the printed link signs the owner into the demo workspace', async ({ ownerPage }) => {
  await expect(ownerPage).toHaveURL(/\/w\/demo/);
});

test('the printed link works once', async ({ page, browser }) => {
  const link = await parley('sign-in-link');
  await page.goto(link);
  await expect(page).toHaveURL(/\/w\/demo/);
  const stranger = await browser.newContext();
  const again = await stranger.newPage();
  await again.goto(link);
  await again.waitForLoadState('networkidle');
  await again.goto('/w/demo/agents');
  await expect(again).toHaveURL(/\/sign-in/);
  await stranger.close();
});

test('a first start brings three demo agents', async () => {
  const listed = await parley('agents', 'list');
  expect(listed.split('\n')).toHaveLength(3);
});

test('doctor finds nothing to mend', async () => {
  expect(await parley('doctor')).toMatch(/ 0 fail$/);
});
