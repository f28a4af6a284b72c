import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { baseUrl, demoAgentId } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { parley } from '../fixtures/parley';
import { expect, test } from '../fixtures/signed-in';

/** Whether there is sound in it, past that sample. */
function isSounding(samples: Int16Array, from = 0): boolean {
  let loud = 0;
  for (let at = from; at < samples.length; at++) if (Math.abs(samples[at] ?? 0) > 500) loud++;
  return loud > 800;
}

test('a running call is seen, heard, whispered to, taken over, given back and ended by a member in another browser', async () => {
  test.setTimeout(180_000);
  const recording = askedAgain(path.resolve('e2e/audio/cafe-opening-hours.wav'));
  const caller = await callerWith(recording, baseUrl(), { isRepeated: true });
  const supervisor = await callerWith(recording, baseUrl());
  try {
    const { page } = supervisor;
    await page.goto(await parley('sign-in-link'));
    await page.waitForURL('**/w/**');
    await page.goto('/w/demo/live');
    await expect(page.getByText('Nobody is talking to an agent')).toBeVisible();

    await caller.page.goto(`/talk/${await demoAgentId('luna')}`);
    await caller.page.getByRole('button', { name: /Start/ }).click();
    const card = page.getByRole('list', { name: 'Live' }).getByRole('link').filter({ hasText: 'Café Luna' });
    await expect(card).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await card.click();

    await page.getByRole('button', { name: 'Listen in' }).click();
    await expect(page.getByRole('button', { name: 'Stop listening' })).toBeVisible();
    const log = page.getByRole('log');
    await expect(log.getByText('Caller').first()).toBeVisible({ timeout: 40_000 });
    await expect.poll(async () => isSounding(await supervisor.heard()), { timeout: 20_000 }).toBe(true);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.getByRole('textbox', { name: 'Whisper to the agent' }).fill('The terrace is closed today.');
    await page.getByRole('button', { name: 'Whisper', exact: true }).click();
    await expect(page.getByText('Whispered to the agent')).toBeVisible();

    await page.getByRole('button', { name: 'Take over' }).click();
    await expect(page.getByText('Taken over')).toBeVisible();
    const before = (await caller.heard()).length;
    await page.getByRole('textbox', { name: 'Say', exact: true }).fill('Good morning, this is Maria speaking.');
    await page.getByRole('button', { name: 'Say it' }).click();
    await expect(caller.page.getByText('Good morning, this is Maria speaking.')).toBeVisible({ timeout: 20_000 });
    await expect.poll(async () => isSounding(await caller.heard(), before), { timeout: 20_000 }).toBe(true);
    await expect(caller.page.getByText('The terrace is closed today.')).toHaveCount(0);

    await page.getByRole('button', { name: 'Give back to the agent' }).click();
    await expect(page.getByText('The agent goes on')).toBeVisible();
    await page.getByRole('button', { name: 'End the call' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End the call' }).click();
    await expect(page.getByText('This conversation has ended.')).toBeVisible();
    await expect(caller.page.getByText(/thank you for talking/i)).toBeVisible();

    await page.getByRole('link', { name: 'Open the replay' }).click();
    await expect(page.getByText('Good morning, this is Maria speaking.').first()).toBeVisible();
    await page.goto('/w/demo/settings/audit-log');
    await expect(page.getByText('conversation.intervened').first()).toBeVisible();
  } finally {
    await caller.close();
    await supervisor.close();
  }
});

test('the page of a call that is over leads to its replay', async ({ ownerPage: page }) => {
  await page.goto('/w/demo/live/conv_gone');
  await expect(page.getByText('This conversation does not run any more.')).toBeVisible();
  await page.goto('/w/demo/live');
  await expect(page.getByRole('link', { name: 'Talk to an agent' })).toBeVisible();
});
