import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/signed-in';

test('a workflow is drawn by mouse and keyboard, a mistake is told and mended, and the path lights up in a call', async ({ ownerPage: page }) => {
  test.setTimeout(150_000);
  await page.goto('/w/demo/agents');
  await page.getByRole('button', { name: 'New agent' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Stage by stage');
  await page.getByRole('button', { name: /^Create/ }).click();
  await page.waitForURL('**/agents/agent_**');
  await page.getByRole('textbox', { name: 'First message' }).fill('Hello.');
  await page.getByRole('tab', { name: 'Workflow' }).click();
  await expect(page.getByText('No workflow yet')).toBeVisible();
  await page.getByRole('button', { name: 'Blank' }).click();

  // By mouse: another step behind the first, named.
  await page.locator('[data-node="override_agent_1"]').click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill('Greeting');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: 'Say' }).click();
  await expect(page.getByRole('button', { name: /Say: Write what is said/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Save as version/ })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Says' }).fill('We open at nine.');
  await page.getByRole('button', { name: /Greeting → Say: Say when it is taken/ }).click();
  await page.getByRole('textbox', { name: 'When' }).fill('The caller asks about opening hours.');
  await expect(page.getByRole('list', { name: 'What is wrong' })).toHaveCount(0);

  // By keyboard: an end behind it, then back and forth.
  await page.locator('.react-flow__node[data-id="say_1"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add a step' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Agent step' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-node="end_1"]')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[data-node="end_1"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.locator('[data-node="end_1"]')).toBeVisible();
  await page.locator('.react-flow__node[data-id="end_1"]').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-node="end_1"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Arrange' }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: /^Save as version/ }).click();
  await expect(page.getByText('Version 2', { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(page.locator('[data-node="say_1"]')).toBeVisible();

  // The path of a call in the panel beside.
  await page.getByRole('button', { name: 'Use text only' }).click();
  await expect(page.locator('[data-node="override_agent_1"]')).toHaveAttribute('data-visit', 'here');
  const words = page.getByRole('textbox', { name: /type|write/i }).last();
  await words.fill('What are your opening hours?');
  await words.press('Enter');
  await expect(page.locator('[data-node="say_1"]')).toHaveAttribute('data-visit', 'here', { timeout: 20_000 });
  await expect(page.locator('[data-node="override_agent_1"]')).toHaveAttribute('data-visit', 'passed');
  await expect(page.getByText('We open at nine.').first()).toBeVisible();

  // In words, for narrow screens and screen readers.
  await page.setViewportSize({ width: 390, height: 844 });
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('button', { name: /^Greeting/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
