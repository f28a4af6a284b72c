import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

test('a tool call is tested on a branch several times, and what failed says why and can be put right', async ({ ownerPage: page }) => {
  const name = `Hangs up ${Date.now()}`;
  await page.goto('/w/demo/tests/new?kind=tool');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Create test' }).click();
  await expect(page.getByText('It needs a name.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Words of turn 1' }).fill('When do you open on Saturday?');
  await page.getByRole('combobox', { name: 'Tool', exact: true }).click();
  await page.getByPlaceholder('Search by name').fill('end_call');
  await page.getByRole('option', { name: /end_call/ }).click();
  // What is not saved yet outlives the page.
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(name);
  await expect(page.getByRole('textbox', { name: 'Words of turn 1' })).toHaveValue('When do you open on Saturday?');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Create test' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await run(page, 3);
  const cell = page.getByRole('button', { name: `${name} on Café Luna` });
  await expect(page.getByText('0 of 3 runs passed')).toBeVisible({ timeout: 20_000 });
  await expect(cell).toContainText('0 of 3 passed');
  await expectNoViolations(page);
  await cell.click();
  const sheet = page.getByRole('dialog', { name });
  await expect(sheet.getByRole('region', { name: 'Run 1' })).toContainText('not end_call');
  await expect(sheet.getByRole('list', { name: 'What was said' }).first()).toBeVisible();
  await sheet.getByRole('link', { name: 'Open in replay' }).first().click();
  await expect(page.getByRole('region', { name: 'How it was judged' })).toContainText('not end_call');
  const work = page.getByRole('region', { name: 'Work behind the conversation' });
  await work
    .getByRole('button', { name: /answer/i })
    .first()
    .click();
  await expect(page).toHaveURL(/[?&]span=/);
  await expect(page.getByRole('region', { name: 'Details', exact: true })).toBeVisible();
  await expect(page.getByText('When do you open on Saturday?').first()).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Open the test' }).click();

  await page.getByRole('switch', { name: 'It must not be called' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
  await run(page, 1);
  await expect(page.getByText('1 of 1 runs passed')).toBeVisible({ timeout: 20_000 });
});

test('a new test that is given up leaves nothing behind', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/tests/new?kind=llm');
  await page.waitForLoadState('networkidle');
  await page.getByRole('textbox', { name: 'Name' }).fill('Given up');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
  await page.reload();
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
});

test('a test is gone as soon as it is deleted, is brought back, and comes back by itself when the server refuses', async ({ ownerPage: page }) => {
  const name = `Passing ${Date.now()}`;
  await page.goto('/w/demo/tests');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  const remove = async () => {
    await row.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(row).toHaveCount(0);
  };
  await remove();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();

  const refusal = await refuse(page, 'tests.deleteFolder');
  await remove();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible({ timeout: 20_000 });
  await expect(row).toBeVisible();
  await refusal.stop();

  // Whoever leaves the page has not brought it back.
  await remove();
  await page.reload();
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('button', { name: 'New folder' })).toBeVisible();
  await expect(row).toHaveCount(0);
});

async function run(page: Page, repeats: number): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Café Luna' }).check();
  await dialog
    .getByRole('list', { name: /^Branches of Café Luna/ })
    .getByRole('checkbox')
    .first()
    .check();
  await dialog.getByRole('textbox', { name: 'Repeat each test' }).fill(String(repeats));
  await dialog.getByRole('button', { name: 'Start' }).click();
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target) }))).toEqual([]);
}
