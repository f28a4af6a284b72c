import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoAgentId } from '../fixtures/agents';
import { holdAnswer, refuse } from '../fixtures/held-answers';
import { startOutsideService } from '../fixtures/outside-service';
import { parley } from '../fixtures/parley';
import { expect, test } from '../fixtures/signed-in';
import { converse } from '../fixtures/text-conversation';

test('a webhook is made, told of a call, its delivery read and sent again, and it is switched off', async ({ ownerPage: page }) => {
  const service = await startOutsideService();
  const name = `Calls ${Date.now()}`;
  try {
    await page.goto('/w/demo/settings/webhooks');
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'New webhook' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Address' }).fill(`${service.url}/calls`);
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByText(/^wsec_/)).toBeVisible();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await expect(page.getByRole('row').filter({ hasText: name })).toContainText('all agents');
    await expectNoViolations(page);

    await converse(await demoAgentId('luna'), ['When do you open?']);
    await expect.poll(() => service.received.length, { timeout: 15_000 }).toBe(1);

    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('row').filter({ hasText: 'delivered' })).toHaveCount(1);
    await page.getByRole('row').filter({ hasText: 'delivered' }).getByRole('button').click();
    const sheet = page.getByRole('dialog', { name: 'Transcript' });
    await expect(sheet.getByRole('heading', { name: /^Try 1/ })).toContainText('200');
    await expect(sheet.getByText('When do you open?').first()).toBeVisible();
    await expectNoViolations(page);
    await sheet.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => service.received.length, { timeout: 15_000 }).toBe(2);
    expect(JSON.parse(service.received[1]?.body ?? '').data).toEqual(JSON.parse(service.received[0]?.body ?? '').data);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Switch off' }).click();
    await expect(page.getByText('Events are noted as failed and not sent.')).toBeVisible();
    await page.goto('/w/demo/settings/webhooks');
    await page.waitForLoadState('networkidle');
    await page.getByRole('combobox', { name: 'Tell this webhook' }).click();
    await page.getByRole('option', { name: 'Nobody' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('row').filter({ hasText: name })).toContainText('nobody yet');
  } finally {
    await service.close();
  }
});

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target) }))).toEqual([]);
}

test('the audit log is narrowed down, says what differs, and is taken along as a file', async ({ ownerPage: page }) => {
  await parley('api-key', 'create', '--workspace', 'demo', '--name', 'Audited key');
  await page.goto('/w/demo/settings/audit-log');
  await page.getByRole('combobox', { name: 'Kind of change' }).click();
  await page.getByRole('option', { name: 'API keys' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('api-key.created');
  await expect(page).toHaveURL(/kind=api-key.*search=api-key\.created|search=api-key\.created.*kind=api-key/);
  const rows = page.getByRole('main').getByRole('row');
  await expect(rows.filter({ hasText: 'Audited key' }).first()).toBeVisible();
  await expect(rows.filter({ hasText: /agent\./ })).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.split('\r\n')[0]).toBe('at,actor_kind,actor,action,target_kind,target_id,ip,before,after');
  expect(text).toContain('Audited key');
  expect(text).not.toContain('agent.created');

  await page.getByLabel('Until').fill('2020-01-01');
  await expect(page.getByText('No change matches these filters.')).toBeVisible();
});

test('a webhook that is being written outlives a reload, and is switched off before the server has answered', async ({ ownerPage: page }) => {
  const name = `Half ${Date.now()}`;
  const open = async () => {
    await page.goto('/w/demo/settings/webhooks');
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'New webhook' }).first().click();
  };
  await open();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Address' }).fill('https://example.com/calls');
  await page.getByRole('switch', { name: 'Recordings' }).or(page.getByRole('switch').nth(1)).first().click();
  await open();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Restored what you were writing')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(name);
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://example.com/calls');
  await dialog.getByRole('switch').first().click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await open();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toHaveValue('');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name }).click();
  const address = page.getByRole('textbox', { name: 'Address' });
  await page.getByRole('button', { name: 'Add header' }).click();
  await page.getByRole('textbox', { name: 'Header' }).fill('x-team');
  await page.getByRole('textbox', { name: 'Value' }).fill('not-for-anyone');
  await address.fill('https://example.com/other');
  expect(await keptInBrowser(page)).not.toContain('not-for-anyone');
  await page.reload();
  await expect(address).toHaveValue('https://example.com/other');
  await expect(page.getByRole('textbox', { name: 'Header' })).toHaveValue('x-team');
  await expect(page.getByRole('textbox', { name: 'Value' })).toHaveValue('');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(address).toHaveValue('https://example.com/calls');

  const held = await holdAnswer(page, 'webhooks.update');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Events are noted as failed and not sent.')).toBeVisible();
  held.release();
  const on = page.getByRole('button', { name: 'Switch on' });
  await expect(on).toBeEnabled();
  await refuse(page, 'webhooks.update');
  await on.click();
  await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible();
  await expect(on).toBeVisible();
});

test('a variable that holds a secret is kept half written, the secret is not', async ({ ownerPage: page }) => {
  const secret = `SECRET_${Date.now()}`;
  await page.goto('/w/demo/tools?tab=secrets');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(secret);
  await page.getByLabel('Value').fill('not-for-anyone');
  expect(await keptInBrowser(page)).toContain(secret);
  expect(await keptInBrowser(page)).not.toContain('not-for-anyone');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: secret })).toBeVisible();
  expect(await keptInBrowser(page)).not.toContain(secret);

  await page.goto('/w/demo/settings/environment');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New variable' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('half_written');
  await page.getByRole('combobox', { name: 'Holds' }).click();
  await page.getByRole('option', { name: 'a secret' }).click();
  await page.getByRole('textbox', { name: 'Environment', exact: true }).fill('staging');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Value in production' }).click();
  await page.getByRole('option', { name: secret }).click();
  const kept = await keptInBrowser(page);
  expect(kept).toContain('half_written');
  expect(kept).not.toMatch(/sec_|secret_/i);
  await page.reload();
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'New variable' }).click();
  await expect(page.getByText('Restored what you were writing')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Label' })).toHaveValue('half_written');
  await expect(page.getByRole('combobox', { name: 'Value in staging' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Value in production' })).not.toContainText(secret);
});

/** Forms, as they lie in this browser. */
async function keptInBrowser(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify({ ...window.localStorage }));
}
