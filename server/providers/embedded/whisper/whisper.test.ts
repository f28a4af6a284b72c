import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { loadPrompts, type Prompt, promptsAreInstalled } from '../../../../bench/wer/prompts';
import { wordErrors } from '../../../../bench/wer/word-errors';
import { cachedTestModel } from '../../../models/cached-test-model';
import { configureEmbedded } from '../configure';
import { embeddedSpeechToText, recognitionTiers } from '../speech-to-text';
import { embeddedTextToSpeech } from '../text-to-speech';
import { wordsOf } from '../text/words';

const never = new AbortController().signal;
let unavailable: string | undefined;

beforeAll(async () => {
  const model = await cachedTestModel('whisper-tiny-en');
  if ('unavailable' in model) {
    unavailable = model.unavailable;
    return;
  }
  configureEmbedded(model);
  unavailable = recognitionTiers('en').find(({ engine, ready }) => engine === 'whisper' && !ready)?.detail;
}, 90_000);
afterAll(() => configureEmbedded({}));

describe('Whisper', () => {
  it('understands a spoken sentence, in a conversation that says more than one', async (context) => {
    skipWithoutModel(context);
    const session = await open(['Café Alondra']);
    session.push(await spoken('Do you have a table for two people tomorrow evening?'));
    const { text, producedBy } = await session.transcribe(never);
    expect(wordsOf(text).join(' ')).toContain('table for two people tomorrow evening');
    expect(producedBy).toBe('embedded:whisper');
    session.commit();
    session.push(await spoken('What time do you open on Saturday?'));
    expect(wordsOf((await session.transcribe(never)).text).join(' ')).toBe('what time do you open on saturday');
    await session.close();
  }, 60_000);

  it('understands recorded people', async (context) => {
    skipWithoutModel(context);
    if (!promptsAreInstalled()) context.skip('no recorded prompts: apt-get install asterisk-core-sounds-en asterisk-core-sounds-en-g722 ffmpeg');
    const prompts = loadPrompts(4);
    const session = await open();
    let errors = 0;
    for (const prompt of prompts) {
      errors += wordErrors(prompt.words, await heard(session, prompt));
      session.commit();
    }
    await session.close();
    const words = prompts.reduce((sum, prompt) => sum + prompt.words.length, 0);
    expect(words).toBeGreaterThan(10);
    expect(errors / words).toBeLessThan(0.25);
  }, 60_000);

  it('invents nothing when there is hardly any sound', async (context) => {
    skipWithoutModel(context);
    const session = await open();
    session.push(new Int16Array(800));
    expect((await session.transcribe(never)).text).toBe('');
    await session.close();
  }, 60_000);
});

function skipWithoutModel(context: TestContext): void {
  if (unavailable !== undefined) context.skip(`no Whisper here: ${unavailable}`);
}

function open(hints: string[] = []) {
  return embeddedSpeechToText.create({}, 'whisper').open({ language: 'en', hints, signal: never, onPartial: () => undefined, onError: () => undefined });
}

async function heard(session: Awaited<ReturnType<typeof open>>, { pcm }: Prompt): Promise<string[]> {
  session.push(pcm);
  return wordsOf((await session.transcribe(never)).text);
}

async function spoken(text: string): Promise<Int16Array> {
  const voice = await embeddedTextToSpeech
    .create({}, 'flite')
    .open({ voiceId: 'flite-rms', language: 'en', speed: 1, preferredSampleRate: 16_000, signal: never });
  const only = (async function* () {
    yield text;
  })();
  const samples: number[] = [];
  for await (const { pcm } of voice.speak(only, never)) samples.push(...pcm);
  await voice.close();
  return Int16Array.from(samples);
}
