import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl, demoAgentId } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { parley } from '../fixtures/parley';
import { startReadingModel } from '../fixtures/reading-model';
import { expect, test } from '../fixtures/signed-in';
import { talkByText } from '../fixtures/text-conversation';

/** Sound that is loud for so long is somebody's voice, in seconds. */
const voiceSeconds = 0.05;

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
    await expect.poll(() => supervisor.loudSeconds(), { timeout: 20_000 }).toBeGreaterThan(voiceSeconds);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.getByRole('textbox', { name: 'Whisper to the agent' }).fill('The terrace is closed today.');
    await page.getByRole('button', { name: 'Whisper', exact: true }).click();
    await expect(page.getByText('Whispered to the agent')).toBeVisible();

    await page.getByRole('button', { name: 'Take over' }).click();
    await expect(page.getByText('Taken over')).toBeVisible();
    const before = await caller.loudSeconds();
    await page.getByRole('textbox', { name: 'Say', exact: true }).fill('Good morning, this is Maria speaking.');
    await page.getByRole('button', { name: 'Say it' }).click();
    await expect(caller.page.getByText('Good morning, this is Maria speaking.')).toBeVisible({ timeout: 20_000 });
    await expect.poll(() => caller.loudSeconds(), { timeout: 20_000 }).toBeGreaterThan(before + voiceSeconds);
    await expect(caller.page.getByText('The terrace is closed today.')).toHaveCount(0);
    // All of it was heard.
    await expect(caller.page.getByRole('status').filter({ hasText: 'Listening' })).toBeVisible({ timeout: 20_000 });

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

test('whoever took a call over speaks into it with their own voice, by hand and by keyboard, and the microphone is given back', async () => {
  test.setTimeout(180_000);
  const caller = await callerWith(askedAgain(path.resolve('e2e/audio/cafe-opening-hours.wav')), baseUrl(), { isRepeated: true });
  const supervisor = await callerWith(path.resolve('e2e/audio/cafe-table-for-two.wav'), baseUrl(), { isRepeated: true });
  try {
    const { page } = supervisor;
    // What the page holds of the microphone is known by its tracks.
    await supervisor.context.addInitScript(() => {
      const tracks: MediaStreamTrack[] = [];
      Object.assign(globalThis, { microphoneTracks: tracks });
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (what) => {
        const stream = await ask(what);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    const liveTracks = () =>
      page.evaluate(
        () => (globalThis as unknown as { microphoneTracks: MediaStreamTrack[] }).microphoneTracks.filter(({ readyState }) => readyState === 'live').length,
      );
    await page.goto(await parley('sign-in-link'));
    await page.waitForURL('**/w/**');
    await page.goto('/w/demo/live');
    await caller.page.goto(`/talk/${await demoAgentId('luna')}`);
    await caller.page.getByRole('button', { name: /Start/ }).click();
    await page.getByRole('list', { name: 'Live' }).getByRole('link').filter({ hasText: 'Café Luna' }).click();
    const panel = page.getByRole('region', { name: 'Speak yourself' });
    await expect(page.getByRole('log').getByText('Café Luna').first()).toBeVisible({ timeout: 20_000 });
    await expect(panel).toHaveCount(0);
    await page.getByRole('button', { name: 'Take over' }).click();
    await expect(panel.getByRole('status')).toHaveText('The caller does not hear you');
    expect(await liveTracks()).toBe(0);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const hold = panel.getByRole('button', { name: /Hold to speak/ });
    let before = await caller.loudSeconds();
    await hold.hover();
    await page.mouse.down();
    await expect(panel.getByRole('status')).toHaveText('The caller hears you');
    await expect.poll(() => caller.loudSeconds(), { timeout: 20_000 }).toBeGreaterThan(before + voiceSeconds);
    await expect(page.getByText('A person speaks')).toBeVisible();
    await expect.poll(async () => Number(await panel.getByRole('meter').getAttribute('aria-valuenow')), { timeout: 20_000 }).toBeGreaterThan(10);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.mouse.up();
    await expect(panel.getByRole('status')).toHaveText('The caller does not hear you');
    await expect(page.getByRole('log').getByText('a person').first()).toBeVisible({ timeout: 20_000 });

    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.down('Space');
    await expect(panel.getByRole('status')).toHaveText('The caller hears you');
    await page.keyboard.up('Space');
    await expect(panel.getByRole('status')).toHaveText('The caller does not hear you');
    // In a field the space bar writes.
    await page.getByRole('textbox', { name: 'Say', exact: true }).press('Space');
    await expect(panel.getByRole('status')).toHaveText('The caller does not hear you');

    await panel.getByRole('button', { name: 'Leave the microphone open' }).press('Enter');
    await expect(panel.getByRole('status')).toHaveText('The caller hears you');
    before = await caller.loudSeconds();
    await expect.poll(() => caller.loudSeconds(), { timeout: 20_000 }).toBeGreaterThan(before + voiceSeconds);
    expect(await liveTracks()).toBe(1);
    await page.getByRole('button', { name: 'Give back to the agent' }).click();
    await expect(panel).toHaveCount(0);
    await expect.poll(liveTracks).toBe(0);

    await page.getByRole('button', { name: 'End the call' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End the call' }).click();
    await page.getByRole('link', { name: 'Open the replay' }).click();
    await expect(page.getByText('said by a person').first()).toBeVisible();
  } finally {
    await caller.close();
    await supervisor.close();
  }
});

test('a microphone that is refused is said where it is asked for, and the rest goes on', async () => {
  test.setTimeout(120_000);
  const caller = await callerWith(askedAgain(path.resolve('e2e/audio/cafe-opening-hours.wav')), baseUrl(), { isRepeated: true });
  const supervisor = await callerWith(path.resolve('e2e/audio/cafe-table-for-two.wav'), baseUrl());
  try {
    const { page } = supervisor;
    await supervisor.context.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.goto(await parley('sign-in-link'));
    await page.waitForURL('**/w/**');
    await page.goto('/w/demo/live');
    await caller.page.goto(`/talk/${await demoAgentId('luna')}`);
    await caller.page.getByRole('button', { name: /Start/ }).click();
    await page.getByRole('list', { name: 'Live' }).getByRole('link').filter({ hasText: 'Café Luna' }).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    const panel = page.getByRole('region', { name: 'Speak yourself' });
    await panel.getByRole('button', { name: /Hold to speak/ }).press('Space');
    await expect(panel.getByText('The microphone is not allowed')).toBeVisible();
    await expect(panel.getByRole('status')).toHaveText('The caller does not hear you');
    await page.getByRole('textbox', { name: 'Say', exact: true }).fill('Then I type.');
    await page.getByRole('button', { name: 'Say it' }).click();
    await expect(caller.page.getByText('Then I type.')).toBeVisible({ timeout: 20_000 });
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

test('what a supervisor whispers is heeded by the next answer', async ({ ownerPage: page }) => {
  const model = await startReadingModel();
  const api = new ElevenLabsClient({ apiKey: await apiKey('whisper'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Whispered to',
    conversationConfig: {
      agent: { firstMessage: 'Hello.', prompt: { prompt: 'You are a desk.', llm: 'custom-llm', customLlm: { url: model.url, modelId: 'reader' } } },
      conversation: { textOnly: true },
    },
  });
  const visitor = await talkByText(agentId);
  try {
    expect(await visitor.ask('Is the terrace open today?')).toBe('I do not know that.');
    await page.goto('/w/demo/live');
    await page.getByRole('list', { name: 'Live' }).getByRole('link').filter({ hasText: 'Whispered to' }).click();
    await page.getByRole('textbox', { name: 'Whisper to the agent' }).fill('The terrace is closed today.');
    await page.getByRole('button', { name: 'Whisper', exact: true }).click();
    await expect(page.getByText('Whispered to the agent')).toBeVisible();
    expect(await visitor.ask('Is the terrace open today?')).toContain('The terrace is closed today.');
    await expect(page.getByRole('log').getByText('The terrace is closed today.').last()).toBeVisible();
  } finally {
    visitor.leave();
    await api.conversationalAi.agents.delete(agentId);
    await model.close();
  }
});
