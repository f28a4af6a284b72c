import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { build } from 'esbuild';
import { apiKey, baseUrl, demoAgentId, socketUrl } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { customersWebsite } from '../fixtures/customers-website';
import { decoded, loudness } from '../fixtures/wav';
import { livekitUnderTest } from '../fixtures/livekit';
import { findChromium } from '../../scripts/testing/find-chromium';

const livekit = livekitUnderTest();
const question = path.resolve(import.meta.dirname, '../audio/cafe-opening-hours.wav');

test('the official web client talks by voice in a browser and hears the answer', () => talk({ connectionType: 'websocket', origin: socketUrl() }));

test('… and by WebRTC, through a LiveKit server', async () => {
  test.skip(livekit === undefined, 'no LiveKit server: npm test says why');
  // The client asks for its token where its origin says, by HTTP.
  await talk({ connectionType: 'webrtc', origin: baseUrl(), livekitUrl: livekit?.url });
});

async function talk(way: {
  readonly connectionType: 'websocket' | 'webrtc';
  readonly origin: string;
  readonly livekitUrl?: string | undefined;
}): Promise<void> {
  test.setTimeout(180_000);
  const executablePath = findChromium();
  const website = await customersWebsite();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${askedAgain(question)}`,
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
    ],
  });
  try {
    const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage();
    await page.goto(website.url);
    const bundle = await build({
      stdin: { contents: "export { Conversation } from '@elevenlabs/client';", resolveDir: path.resolve(import.meta.dirname, '../..') },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'official',
    });
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
    const result = await page.evaluate(
      async ({ agentId, way }) => {
        const { Conversation } = (
          globalThis as unknown as {
            official: {
              Conversation: { startSession(options: unknown): Promise<{ getId(): string; getOutputVolume(): number; endSession(): Promise<void> }> };
            };
          }
        ).official;
        const messages: { source: string; message: string }[] = [];
        let loudest = 0;
        const conversation = await Conversation.startSession({
          agentId,
          ...way,
          onMessage: (message: { source: string; message: string }) => messages.push(message),
        });
        const deadline = Date.now() + 90_000;
        while (Date.now() < deadline && !messages.some(({ source, message }) => source === 'ai' && /nine/i.test(message))) {
          loudest = Math.max(loudest, conversation.getOutputVolume());
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        const id = conversation.getId();
        await conversation.endSession();
        return { id, messages, loudest };
      },
      { agentId: await demoAgentId('luna'), way },
    );
    // One of the words that carry the question: the small local recogniser may miss the other.
    expect(result.messages.find(({ source }) => source === 'user')?.message).toMatch(/open/i);
    expect(result.messages.some(({ source, message }) => source === 'ai' && /nine/i.test(message))).toBe(true);
    expect(result.loudest).toBeGreaterThan(0);

    const api = new ElevenLabsClient({ apiKey: await apiKey('voice test'), baseUrl: baseUrl() });
    await expect.poll(async () => (await api.conversationalAi.conversations.get(result.id)).hasAudio, { timeout: 20_000 }).toBe(true);
    const audio = await api.conversationalAi.conversations.audio.get(result.id);
    const mp3 = new Uint8Array(await new Response(audio as ReadableStream).arrayBuffer());
    expect(loudness(await decoded(mp3))).toBeGreaterThan(300);
  } finally {
    await browser.close();
    await website.close();
  }
}
