import { expect, test } from '../fixtures/signed-in';

test('keys lead from page to page, are listed by a question mark, and can be switched off', async ({ ownerPage: page }) => {
  await page.goto('/w/demo');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/w/demo/conversations');
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  // What is written is no shortcut.
  await page.keyboard.type('g?a');
  await expect(page.getByRole('searchbox')).toHaveValue('g?a');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('heading', { level: 1 }).click();

  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog.getByText('Five seconds back, on')).toBeVisible();
  await dialog.getByRole('switch', { name: 'Shortcuts of one key' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.keyboard.press('?');
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/conversations/);

  await page.getByRole('button', { name: /theme, language, sign out/ }).click();
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await dialog.getByRole('switch', { name: 'Shortcuts of one key' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForURL('**/w/demo/agents');
});
