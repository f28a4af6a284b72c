import { readdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addresses, makeOneOfEach } from '../fixtures/every-page';
import { startOutsideService } from '../fixtures/outside-service';
import { scriptBytes } from '../fixtures/script-bytes';
import { expect, test } from '../fixtures/signed-in';

// Each page there is, in both themes, on a desk and on a phone: axe finds nothing, nothing is wider than the screen, nothing fails when it is left.

const pagesFolder = path.resolve(import.meta.dirname, '../../app');
/** Where the pictures of all of them go, for looking at. */
const pictures = process.env['PARLEY_SCREENS'] ?? 'test-results/screens';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test('every page of the app is looked at', () => {
  const pages = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => path.dirname(file));
  expect(pages.sort()).toEqual(Object.keys(addresses).sort());
});

test('no page fetches more than 250 kB of scripts before it can be used', async ({ ownerPage: page }) => {
  const service = await startOutsideService();
  const { things, tidy } = await makeOneOfEach(service.url);
  const heavy: string[] = [];
  try {
    for (const address of Object.values(addresses).flatMap((of) => of(things))) {
      const kilobytes = (await scriptBytes(page.request, address)) / 1000;
      test.info().annotations.push({ type: 'scripts', description: `${address.replace(/_\w{20,}/g, '')} ${kilobytes.toFixed(1)} kB` });
      // What answers with no page has no scripts to count.
      expect(kilobytes, address).toBeGreaterThan(100);
      if (kilobytes > 250) heavy.push(`${address}: ${kilobytes.toFixed(1)} kB`);
    }
    expect(heavy).toEqual([]);
  } finally {
    await tidy();
    await service.close();
  }
});

test('axe finds nothing on any page in either theme, and nothing is wider than a phone', async ({ ownerPage: page }) => {
  test.setTimeout(500_000);
  const service = await startOutsideService();
  const { things, tidy } = await makeOneOfEach(service.url);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  try {
    for (const address of Object.values(addresses).flatMap((of) => of(things))) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(address);
      await settled(page);
      problems.push(...(await violations(page, `${address} light`)));
      await picture(page, address, 'light-1440');
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveClass(/dark/);
      problems.push(...(await violations(page, `${address} dark`, ['color-contrast', 'link-in-text-block'])));
      await picture(page, address, 'dark-1440');
      await page.setViewportSize({ width: 390, height: 844 });
      await settled(page);
      problems.push(...(await violations(page, `${address} 390`, ['target-size', 'color-contrast', 'scrollable-region-focusable'])));
      await picture(page, address, 'dark-390');
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await expect(page.locator('html')).not.toHaveClass(/dark/);
      await picture(page, address, 'light-390');
      const surplus = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (surplus > 0) problems.push(`${address}: ${surplus} px wider than a phone`);
      // Leaving is where effects are cleaned up.
      const home = page.getByRole('link', { name: 'Parley' }).first();
      if (address.startsWith('/w/demo/') && (await home.isVisible())) {
        await home.click();
        await page.waitForURL('**/w/demo');
      }
    }
    expect(problems).toEqual([]);
  } finally {
    await tidy();
    await service.close();
  }
});

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('.animate-shimmer:visible')).toHaveCount(0);
}

async function picture(page: Page, address: string, look: string): Promise<void> {
  const name = address
    .replace(/[a-z]+_[0-9a-z]{20,}/gu, 'id')
    .replaceAll(/[^\w=-]+/gu, '-')
    .replace(/^-/u, '');
  await page.screenshot({ path: path.join(pictures, `${name}-${look}.png`) });
}

/** What stands where it does because it happened then can be of no other size: WCAG 2.5.8 leaves out what is essential. */
async function violations(page: Page, where: string, only?: readonly string[]): Promise<string[]> {
  // The frame shows the widget, which is its makers'.
  const builder = new AxeBuilder({ page }).exclude('iframe');
  const axe = only === undefined ? builder.withTags(rules) : builder.withRules([...only]);
  const { violations: found } = await axe.analyze();
  return found
    .map(({ id, nodes }) => ({ id, nodes: nodes.filter(({ html }) => id !== 'target-size' || !html.includes('data-on-the-clock')) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}
