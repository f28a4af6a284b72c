import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { wordErrors } from '../../../../bench/wer/word-errors';
import { createResampler } from '../../../lib/resample';
import { cachedTestModel } from '../../../models/cached-test-model';
import { configureEmbedded } from '../configure';
import { embeddedSpeechToText, recognitionTiers } from '../speech-to-text';
import type { SpeechChunk } from '../../spec/text-to-speech';
import { wordsOf } from '../text/words';
import { embeddedTextToSpeech } from '../text-to-speech';
import { createPiperEngine } from './engine';

const never = new AbortController().signal;
const hasSphinx = recognitionTiers('en').some(({ engine, ready }) => engine === 'pocketsphinx' && ready);
let unavailable: string | undefined;
let modelsDir = '';

beforeAll(async () => {
  const model = await cachedTestModel('piper-en-us-joe');
  if ('unavailable' in model) unavailable = model.unavailable;
  else ({ modelsDir } = model);
  configureEmbedded(modelsDir === '' ? {} : { modelsDir });
}, 90_000);
afterAll(() => configureEmbedded({}));

describe('Piper', () => {
  it('speaks in short chunks, neither silent nor cut off, and times each character', async (context) => {
    skipWithoutModel(context);
    const text = 'Hello there, how can I help you today?';
    const chunks = await chunksOf(text);
    const pcm = chunks.flatMap((chunk) => [...chunk.pcm]);
    expect(pcm.length / 22_050).toBeGreaterThan(1.2);
    expect(pcm.length / 22_050).toBeLessThan(6);
    expect(Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length)).toBeGreaterThan(500);
    expect(pcm.filter((sample) => Math.abs(sample) >= 32_767).length).toBeLessThan(10);
    expect(Math.max(...chunks.map((chunk) => chunk.pcm.length))).toBeLessThanOrEqual(2_205);
    expect(chunks.flatMap(({ alignment }) => alignment?.chars ?? []).join('')).toBe(text);
    expect(chunks.at(-1)?.endsSegment).toBe(0);
  }, 60_000);

  it('speaks faster when asked to', async (context) => {
    skipWithoutModel(context);
    const length = async (speed: number): Promise<number> =>
      (await chunksOf('This sentence is spoken at two speeds.', speed)).reduce((sum, { pcm }) => sum + pcm.length, 0);
    expect(await length(1.2)).toBeLessThan((await length(0.7)) * 0.8);
  }, 60_000);

  it('is understood', async (context) => {
    skipWithoutModel(context);
    if (!hasSphinx) context.skip('no recogniser to ask: apt-get install libpocketsphinx3 pocketsphinx-en-us');
    const sentences = ['What time do you open on Saturday?', 'Your table for four people is booked for seven thirty.'];
    const session = await embeddedSpeechToText
      .create({}, 'pocketsphinx')
      .open({ language: 'en', hints: sentences, signal: never, onPartial: () => undefined, onError: () => undefined });
    let errors = 0;
    for (const sentence of sentences) {
      const resampler = createResampler(22_050, 16_000);
      for (const { pcm } of await chunksOf(sentence)) session.push(resampler.process(pcm));
      session.push(resampler.flush());
      errors += wordErrors(wordsOf(sentence), wordsOf((await session.transcribe(never)).text));
      session.commit();
    }
    await session.close();
    // The voice is never twice the same, and the recogniser misses a small word now and then: a third of the 17 words.
    expect(errors).toBeLessThanOrEqual(5);
  }, 60_000);

  it.for(['...', '漢字', '💥'])('ends a segment of %j without failing', async (text, context) => {
    skipWithoutModel(context);
    expect((await chunksOf(text)).at(-1)?.endsSegment).toBe(0);
  });

  it('lets a process exit in the middle of a sentence', async (context) => {
    skipWithoutModel(context);
    const program = `
      import { configureEmbedded } from ${JSON.stringify(new URL('../configure.ts', import.meta.url).href)};
      import { createPiperEngine } from ${JSON.stringify(new URL('./engine.ts', import.meta.url).href)};
      configureEmbedded({ modelsDir: ${JSON.stringify(modelsDir)} });
      const engine = createPiperEngine();
      const say = (text) => engine.synthesise({ text, voice: 'joe', speed: 1 }, new AbortController().signal);
      await say('Hello.');
      say('This is a rather long sentence, and the process ends before it has come to its end.').catch(() => undefined);
      setTimeout(() => process.exit(7), 60);`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { encoding: 'utf8', timeout: 50_000 });
    expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
  }, 60_000);

  it('is not chosen unasked before its pace is known', async (context) => {
    skipWithoutModel(context);
    const engine = createPiperEngine();
    expect(engine.pace?.()).toBe('unknown');
    await engine.synthesise({ text: 'Hello, how can I help you?', voice: 'joe', speed: 1 }, never);
    expect(engine.pace?.()).not.toBe('unknown');
  }, 60_000);
});

function skipWithoutModel(context: TestContext): void {
  if (unavailable !== undefined) context.skip(`no Piper voice here: ${unavailable}`);
}

async function chunksOf(text: string, speed = 1): Promise<SpeechChunk[]> {
  const voice = await embeddedTextToSpeech
    .create({}, 'piper')
    .open({ voiceId: 'piper-joe', language: 'en', speed, preferredSampleRate: 16_000, signal: never });
  expect(voice.producedBy).toBe('embedded:piper');
  const only = (async function* () {
    yield text;
  })();
  const chunks: SpeechChunk[] = [];
  for await (const chunk of voice.speak(only, never)) chunks.push(chunk);
  await voice.close();
  return chunks;
}
