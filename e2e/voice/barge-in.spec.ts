import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { expect, type Page, test } from '@playwright/test';
import { apiKey, baseUrl } from '../fixtures/agents';
import { callerWith } from '../fixtures/browser-with-microphone';

/** Six seconds of silence, then "Wait, stop, I have a question." */
const interruption = path.resolve(import.meta.dirname, '../audio/barge-in-wait.wav');

const firstMessage = [
  'Hello, and welcome to the long tour of the lighthouse.',
  'It was built by two brothers who had never seen the sea before they came here.',
  'The older one laid the stones, and the younger one carried the lamp up the stairs every evening for forty years.',
  'There are three hundred and eleven steps, and from the gallery you can see the islands on a clear day.',
  'In winter the waves reach the lower windows, and the keeper used to sleep in the room under the light.',
  'When the tour is over, you may buy a small model of it at the gate.',
].join(' ');
/** Nobody reads aloud faster than this. */
const mostWordsASecond = 4.5;
const sampleRate = 16_000;

test('speaking over the agent stops its sound at once, and what was not heard is struck through', async () => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('barge-in test'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Lighthouse',
    conversationConfig: { agent: { firstMessage, language: 'en', prompt: { prompt: 'You are the guide of a lighthouse.' } } },
  });
  const caller = await callerWith(interruption, baseUrl());
  try {
    const { page } = caller;
    await page.goto(`/talk/${agentId}`);
    await page
      .getByRole('button', { name: /start talking/i })
      .first()
      .click();
    await keepStates(page);

    // On screen: the answer is marked as interrupted, its end struck through, its beginning not.
    await expect(page.getByText('interrupted', { exact: true })).toBeVisible({ timeout: 45_000 });
    const struck = page.locator('s').first();
    await expect(struck).toContainText('a small model of it at the gate');
    await expect(struck).not.toContainText('Hello, and welcome');
    // It paused first, to find out whether this was a cough or words.
    const states = await statesOf(page);
    expect(states.map(({ state }) => state)).toContain('Paused for you');

    // In the loudspeaker: silence within half a second of the pause, although most of the first message was still to come.
    await page.waitForTimeout(2_000);
    const heard = await caller.heard();
    const pausedAt = states.find(({ state }) => state === 'Paused for you')?.heardSeconds ?? Number.NaN;
    expect(silenceAfter(heard, pausedAt)).toBeLessThan(0.5);
    const stoppedAt = soundingSeconds(heard, await markOf(page));
    expect(stoppedAt).toBeGreaterThan(0.5);
    expect(stoppedAt).toBeLessThan((firstMessage.split(' ').length / mostWordsASecond) * 0.7);
    await page.getByRole('button', { name: /hang up/i }).click();
  } finally {
    await caller.close();
    await api.conversationalAi.agents.delete(agentId);
  }
});

interface SeenState {
  readonly state: string;
  /** How much sound the loudspeaker had been given by then, in seconds. */
  readonly heardSeconds: number;
}

/** From now on the page keeps every state it shows: one may come and go between two looks. */
async function keepStates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: { state: string; heardSeconds: number }[] = [];
    const look = () => {
      const state = document.querySelector('[role="status"]')?.textContent?.trim() ?? '';
      const { loudspeaker } = globalThis as unknown as { loudspeaker: { rate: number; blocks: Float32Array[] } };
      const samples = loudspeaker.blocks.reduce((sum, block) => sum + block.length, 0);
      const isInterrupted = document.querySelector('s') !== null;
      if (seen.at(-1)?.state !== state) seen.push({ state, heardSeconds: samples / loudspeaker.rate });
      if (isInterrupted && !seen.some((one) => one.state === 'struck')) seen.push({ state: 'struck', heardSeconds: samples / loudspeaker.rate });
    };
    Object.assign(globalThis, { seenStates: seen });
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  });
}

const statesOf = (page: Page): Promise<SeenState[]> => page.evaluate(() => (globalThis as unknown as { seenStates: SeenState[] }).seenStates);

/** When the interruption was shown, in seconds of the loudspeaker's sound. */
async function markOf(page: Page): Promise<number> {
  return (await statesOf(page)).find(({ state }) => state === 'struck')?.heardSeconds ?? Number.NaN;
}

const windowSamples = sampleRate / 50;
const isSilent = (pcm: Int16Array, at: number): boolean => pcm.subarray(at, at + windowSamples).every((sample) => Math.abs(sample) < 150);

/** Seconds from this moment until a third of a second without any sound begins: longer than a pause between words. */
function silenceAfter(pcm: Int16Array, fromSeconds: number): number {
  const from = Math.round(fromSeconds * sampleRate);
  let quiet = 0;
  for (let at = from; at + windowSamples <= pcm.length; at += windowSamples) {
    quiet = isSilent(pcm, at) ? quiet + 1 : 0;
    if (quiet === 16) return (at - 15 * windowSamples - from) / sampleRate;
  }
  return Number.POSITIVE_INFINITY;
}

/** How many seconds of this recording, up to a moment, are not silence. */
function soundingSeconds(pcm: Int16Array, untilSeconds: number): number {
  let sounding = 0;
  for (let at = 0; at < Math.min(pcm.length, untilSeconds * sampleRate); at += windowSamples) if (!isSilent(pcm, at)) sounding++;
  return (sounding * windowSamples) / sampleRate;
}
