import { once } from 'node:events';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { demoAgentId, socketUrl } from '../fixtures/agents';
import { invite } from '../fixtures/invited';
import { converse } from '../fixtures/text-conversation';
import { expect, test } from '../fixtures/signed-in';

test('an agent’s limits, channels and privacy are set, seen in its JSON, published, and honoured', async ({ ownerPage: page }) => {
  test.setTimeout(120_000);
  await page.goto('/w/demo/agents');
  await page.getByRole('button', { name: 'New agent' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Discreet desk');
  await page.getByRole('button', { name: /^Create/ }).click();
  await page.waitForURL('**/agents/agent_**');
  const agentId = /agent_[a-z0-9]+/.exec(page.url())?.[0] ?? '';

  await page.getByRole('textbox', { name: 'First message' }).fill('Hello.');
  await page.getByRole('tab', { name: 'Channels' }).click();
  await page.getByRole('radio', { name: 'Anyone with the link' }).click();
  await expect(page.getByText(`agent-id="${agentId}"`)).toBeVisible();
  expect((await new AxeBuilder({ page }).exclude('iframe').analyze()).violations).toEqual([]);

  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByRole('textbox', { name: 'In 24 hours' }).fill('2');
  await page.getByRole('switch', { name: 'Text only' }).click();
  await page.getByRole('tab', { name: 'Privacy' }).click();
  await page.getByRole('switch', { name: 'Mask personal data' }).click();
  await page.getByRole('textbox', { name: 'Erase after' }).fill('30');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('tab', { name: 'JSON' }).click();
  const json = page.getByRole('textbox', { name: 'Document' });
  const document = JSON.parse(await json.inputValue()) as { platform_settings: { call_limits: object; privacy: { retention_days: number } } };
  expect(document.platform_settings.call_limits).toMatchObject({ daily_limit: 2 });
  expect(document.platform_settings.privacy).toMatchObject({ retention_days: 30, delete_audio: true });
  await json.fill('{\n  "a": \n}');
  await page.getByRole('button', { name: 'Take into the draft' }).click();
  await expect(page.getByText(/^Line 3/)).toBeVisible();
  document.platform_settings.privacy.retention_days = 60;
  await json.fill(JSON.stringify(document));
  await page.getByRole('button', { name: 'Take into the draft' }).click();
  await page.reload();
  await page.getByRole('tab', { name: 'Privacy' }).click();
  await expect(page.getByRole('textbox', { name: 'Erase after' })).toHaveValue('60');
  await page.getByRole('button', { name: /^Save as version/ }).click();
  await expect(page.getByText('Version 2', { exact: true }).first()).toBeVisible();

  await converse(agentId, ['Write to anna@example.com please.']);
  await page.goto(`/w/demo/conversations?agent=${agentId}`);
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page.getByText('Write to [email] please.').first()).toBeVisible();
  await expect(page.getByText(/^To be erased on/)).toBeVisible();
  await expect(page.getByText('anna@example.com')).toHaveCount(0);

  await converse(agentId, ['Once more.']);
  const oneTooMany = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${agentId}`);
  const [code, reason] = (await once(oneTooMany, 'close')) as [number, Buffer];
  expect(code).toBeGreaterThanOrEqual(1008);
  expect(reason.toString()).toBe('This agent has had as many conversations as it may within a day.');
});

test('rules of the workspace hold for every agent and are told what they would erase', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/settings/privacy');
  await page.getByRole('textbox', { name: 'Erase after' }).fill('365');
  await expect(page.getByText(/would go now/)).toBeVisible();
  await page.getByRole('switch', { name: 'Card numbers' }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Privacy rules saved')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('switch', { name: 'Card numbers' })).toBeChecked();
  await page.goto('/w/demo/settings/audit-log');
  await expect(page.getByText('workspace.privacy-changed').first()).toBeVisible();

  // As it was, for the tests that follow.
  await page.goto('/w/demo/settings/privacy');
  await page.getByRole('textbox', { name: 'Erase after' }).fill('');
  await page.getByRole('switch', { name: 'Card numbers' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Privacy rules saved').first()).toBeVisible();
});

test('personal data is masked for a role the workspace names, and the one who has it is told so', async ({ ownerPage: page, browser }) => {
  const agentId = await demoAgentId('luna');
  await converse(agentId, ['Please write to anna@example.com.']);
  const theirs = await (await browser.newContext()).newPage();
  try {
    await invite(page, theirs, { name: 'Mara', role: 'viewer' });
    await setMasked(page, true);
    await page.goto(`/w/demo/conversations?agent=${agentId}`);
    await page.getByRole('row').nth(1).getByRole('link').first().click();
    await page.waitForURL('**/conversations/conv_**');
    await expect(page.getByText('Please write to anna@example.com.').first()).toBeVisible();
    await theirs.goto(new URL(page.url()).pathname);
    await expect(theirs.getByText('Please write to [email].').first()).toBeVisible();
    await expect(theirs.getByText('Personal data is masked for your role')).toBeVisible();
    await expect(theirs.getByText('anna@example.com')).toHaveCount(0);
    expect((await new AxeBuilder({ page: theirs }).analyze()).violations).toEqual([]);
    await setMasked(page, false);
    await theirs.reload();
    await expect(theirs.getByText('Please write to anna@example.com.').first()).toBeVisible();
  } finally {
    // As it was, for the tests that follow.
    await setMasked(page, false);
    await theirs.context().close();
  }
});

async function setMasked(page: Page, isOn: boolean): Promise<void> {
  await page.goto('/w/demo/settings/privacy');
  const masked = page.getByRole('switch', { name: 'Masked for the role “viewer”' });
  if ((await masked.isChecked()) === isOn) return;
  await masked.setChecked(isOn);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Privacy rules saved').first()).toBeVisible();
}
