import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoAgentId } from '../fixtures/agents';
import { holdAnswer, refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

const guide = Array.from(
  { length: 20 },
  (_, index) =>
    `## Model K${index}\n\nThe kettle K${index} boils ${index + 1} litres in four minutes. Its warranty lasts ${index + 2} years and covers the heating plate.`,
).join('\n\n');

test('a file is dropped in, asked a question and given to an agent', async ({ ownerPage: page }) => {
  const name = `kettles-${Date.now()}.md`;
  await page.goto('/w/demo/knowledge');
  await page.waitForLoadState('networkidle');
  await page
    .getByLabel('Upload files')
    .last()
    .setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(guide) });
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toBeVisible();
  await expect(row.getByText('ready').filter({ visible: true })).toBeVisible({ timeout: 30_000 });
  await expectNoViolations(page);

  await row.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'The kettle K7 boils' }).first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Ask the knowledge base' }).fill('How long is the warranty of the kettle K7?');
  await page.keyboard.press('Enter');
  const passages = page.getByRole('region', { name: 'Passages' });
  await expect(passages.getByText('Its warranty lasts 9 years').first()).toBeVisible();
  await expect(passages.getByText(/^score /).first()).toBeVisible();
  await expectNoViolations(page);

  const agent = await demoAgentId('luna');
  await page.goto(`/w/demo/agents/${agent}?tab=knowledge`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('combobox', { name: 'Give it a document or folder' }).click();
  await page.getByPlaceholder('Search by name').fill(name);
  await page.getByRole('option', { name }).click();
  await page.getByRole('button', { name: /^Save as version/ }).click();
  await expect(page.getByText(/Saved as version/).first()).toBeVisible();

  await page.goto('/w/demo/knowledge');
  await expect(row.getByText('1 agent')).toBeVisible();
});

test('a file that cannot be read says why, and nothing is kept of it', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/knowledge');
  await page.waitForLoadState('networkidle');
  await page
    .getByLabel('Upload files')
    .last()
    .setInputFiles({ name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 nothing') });
  await expect(page.getByRole('button', { name: 'Try broken.pdf again' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'broken.pdf' })).toHaveCount(0);
});

test('a text that is being written outlives a reload; it is renamed before the server has answered', async ({ ownerPage: page }) => {
  const name = `Opening hours ${Date.now()}`;
  const open = async () => {
    await page.goto('/w/demo/knowledge');
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Add', exact: true }).first().click();
    await page.getByRole('menuitem', { name: 'Write a text' }).click();
  };
  await open();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Text' }).fill('We open at nine.');
  await open();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Restored what you were writing')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue('We open at nine.');
  await dialog.getByRole('button', { name: 'Add text' }).click();
  await expect(dialog).toHaveCount(0);
  const renameTo = async (next: string) => {
    await page
      .getByRole('row')
      .filter({ hasText: name })
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(next);
    await page.getByRole('button', { name: 'Save' }).click();
  };
  const held = await holdAnswer(page, 'knowledge.update');
  await renameTo(`${name} now`);
  await expect(page.getByRole('link', { name: `${name} now` })).toBeVisible();
  held.release();
  await refuse(page, 'knowledge.update');
  await renameTo(`${name} never`);
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expect(page.getByRole('link', { name: `${name} now` })).toBeVisible();
});

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
