import { demoAgentId } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

test('a change is made on a branch, heard by nobody, and merged', async ({ ownerPage: page }) => {
  const agent = await demoAgentId('profesora');
  const name = `Try ${Date.now()}`;
  const words = `¡Hola! ${Date.now()}`;
  await page.goto(`/w/demo/agents/${agent}?tab=branches`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New branch' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByRole('combobox', { name: 'Branch' })).toHaveText(name);

  await page.getByRole('tab', { name: 'Behaviour' }).click();
  await page.getByRole('textbox', { name: 'First message' }).fill(words);
  await page.getByRole('button', { name: /^Save as version/ }).click();
  await expect(page.getByText(/Saved as version/).first()).toBeVisible();
  await page.goto(`/w/demo/agents/${agent}`);
  await expect(page.getByRole('textbox', { name: 'First message' })).not.toHaveValue(words);

  await page.goto(`/w/demo/agents/${agent}?tab=branches`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: `Merge ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: new RegExp(name) });
  await expect(dialog.getByText(words)).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByText(/^Merged into/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Behaviour' }).click();
  await expect(page.getByRole('textbox', { name: 'First message' })).toHaveValue(words);
});

test('a branch is renamed and protected', async ({ ownerPage: page }) => {
  const agent = await demoAgentId('profesora');
  const name = `Rename ${Date.now()}`;
  await page.goto(`/w/demo/agents/${agent}?tab=branches`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New branch' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page.getByRole('button', { name: `Settings of ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Settings of ${name}` });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`${name} again`);
  await dialog.getByRole('switch', { name: 'Protect' }).click();
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  const row = page
    .getByRole('list', { name: 'Branches' })
    .getByRole('listitem')
    .filter({ hasText: `${name} again` });
  await expect(row.getByText('protected')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Branch', exact: true })).toHaveText(`${name} again`);
});
