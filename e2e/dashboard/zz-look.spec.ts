import type { Page } from '@playwright/test';
import { test } from '../fixtures/signed-in';

async function shots(page: Page, name: string) {
  for (const [scheme, width] of [['light', 1440], ['dark', 1440], ['dark', 390], ['light', 390]] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.waitForTimeout(400);
    await page.screenshot({ path: `/tmp/look/${name}-${scheme}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
const open = async (page: Page, path: string) => {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
};

test('look', async ({ ownerPage: page }) => {
  await open(page, `/w/demo/analytics?section=topics&compare=1`);
  await shots(page, 'topics');
  await page.getByRole('region', { name: 'What people asked about' }).getByRole('link').first().click();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
  await shots(page, 'list');
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Analysis' }).click();
  await page.waitForTimeout(800);
  await page.screenshot({ path: `/tmp/look/replay.png` });
});
