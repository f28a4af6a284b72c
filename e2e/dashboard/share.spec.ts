import AxeBuilder from '@axe-core/playwright';
import { demoAgentId } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';
import { converse } from '../fixtures/text-conversation';

test('a conversation is shared by a link without an account, masked, and taken back', async ({ ownerPage: page, browser, baseURL }) => {
  const agentId = await demoAgentId('luna');
  await converse(agentId, ['My mail is anna@example.com. What time do you open?']);
  await page.goto(`/w/demo/conversations?agent=${agentId}`);
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page.getByText('My mail is anna@example.com.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = (await page.getByText(/\/share\/[\w-]{20,}/).textContent()) ?? '';
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const stranger = await (await browser.newContext(baseURL === undefined ? {} : { baseURL })).newPage();
  await stranger.goto(new URL(link).pathname);
  await expect(stranger.getByRole('heading', { name: /A conversation with Café Luna/ })).toBeVisible();
  await expect(stranger.getByText(/My mail is \[email\]/).first()).toBeVisible();
  expect(await stranger.content()).not.toContain('anna@example.com');
  expect((await new AxeBuilder({ page: stranger }).analyze()).violations).toEqual([]);
  await stranger.setViewportSize({ width: 390, height: 844 });
  expect(await stranger.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  // It is gone from the list before the server has answered.
  await Promise.all([page.waitForResponse('**/api/trpc/shares.revoke*'), page.getByRole('button', { name: 'Take back' }).click()]);
  await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(0);
  await stranger.reload();
  await expect(stranger.getByText('This link shows nothing any more')).toBeVisible();
  await stranger.goto('/share/made-up-made-up-made-up-made-up');
  await expect(stranger.getByText('This link shows nothing any more')).toBeVisible();
});
