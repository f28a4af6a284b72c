import { describe, expect, it } from 'vitest';
import type { SpeechToTextSession, TranscribedWord } from '../spec/speech-to-text';
import type { SpeechChunk } from '../spec/text-to-speech';
import { embeddedTiers } from './index';
import { embeddedSpeechToText, recognitionTiers } from './speech-to-text';
import { embeddedTextToSpeech } from './text-to-speech';

const never = new AbortController().signal;
const hasSphinx = recognitionTiers('en').some(({ engine, ready }) => engine === 'pocketsphinx' && ready);

async function* only(...segments: string[]): AsyncIterable<string> {
  yield* segments;
}

async function openVoice(voiceId: string | undefined, language = 'en', speed = 1) {
  return embeddedTextToSpeech.create({}, 'auto').open({ voiceId, language, speed, preferredSampleRate: 16_000, signal: never });
}

async function chunksOf(segments: AsyncIterable<string>, voiceId = 'flite-rms', speed = 1): Promise<SpeechChunk[]> {
  const voice = await openVoice(voiceId, 'en', speed);
  const chunks: SpeechChunk[] = [];
  for await (const chunk of voice.speak(segments, never)) chunks.push(chunk);
  return chunks;
}

async function spoken(text: string): Promise<Int16Array> {
  const parts = await chunksOf(only(text));
  const silence = new Array<number>(4_000).fill(0);
  return Int16Array.from([...silence, ...parts.flatMap(({ pcm }) => [...pcm]), ...silence]);
}

function open(model: string, hints: string[] = [], language = 'en'): Promise<SpeechToTextSession> {
  return embeddedSpeechToText.create({}, model).open({ language, hints, signal: never, onPartial: () => undefined, onError: () => undefined });
}

describe('the built-in voice', () => {
  it('gives sound in short chunks and says where each segment ends', async () => {
    const chunks = await chunksOf(only('Hello there, how are you?', 'Fine.'));
    expect(chunks.filter(({ endsSegment }) => endsSegment !== undefined).map(({ endsSegment }) => endsSegment)).toEqual([0, 1]);
    expect(Math.max(...chunks.map(({ pcm }) => pcm.length))).toBeLessThanOrEqual(1_600);
    expect(chunks.reduce((sum, { pcm }) => sum + pcm.length, 0)).toBeGreaterThan(16_000);
  });

  it('times every character of the text once, in order', async () => {
    const text = 'Hello there, how are you today? We are open.';
    const alignments = (await chunksOf(only(text))).flatMap(({ alignment }) => (alignment === undefined ? [] : [alignment]));
    expect(alignments.flatMap(({ chars }) => chars).join('')).toBe(text);
    const starts = alignments.flatMap(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it.each(['', '   ', '😀', '...', '漢字', '-h --help'])('ends a segment of %j without failing', async (text) => {
    expect((await chunksOf(only(text))).at(-1)?.endsSegment).toBe(0);
  });

  it('speaks faster when asked to', async () => {
    const length = (chunks: SpeechChunk[]): number => chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
    const text = 'This sentence is spoken at two speeds.';
    expect(length(await chunksOf(only(text), 'flite-rms', 1.2))).toBeLessThan(length(await chunksOf(only(text), 'flite-rms', 0.8)) * 0.8);
  });

  it('stops at once when aborted, though the source of its text hangs', async () => {
    const abort = new AbortController();
    const voice = await openVoice('flite-rms');
    const hanging = (async function* () {
      yield 'Hello.';
      await new Promise<never>(() => undefined);
    })();
    const reason = new Error('barge-in');
    const speaking = (async () => {
      for await (const { endsSegment } of voice.speak(hanging, abort.signal)) if (endsSegment === 0) abort.abort(reason);
    })();
    await expect(speaking).rejects.toBe(reason);
  });

  it('falls back to a voice of the language when the one asked for does not speak it', async () => {
    const { tts } = await embeddedTiers('es');
    if (!tts.some(({ ready }) => ready)) {
      await expect(openVoice('flite-rms', 'es')).rejects.toMatchObject({ category: 'unsupported' });
      return;
    }
    expect((await openVoice('flite-rms', 'es')).producedBy).toBe('embedded:espeak');
  });

  it('says what to install for a language that nothing here speaks', async () => {
    await expect(openVoice(undefined, 'xx')).rejects.toMatchObject({ category: 'unsupported', isPermanent: true });
  });
});

describe.runIf(hasSphinx)('PocketSphinx (skipped where libpocketsphinx3 is not installed)', () => {
  it('hears what the built-in voice says, and goes on when asked again', async () => {
    const session = await open('pocketsphinx');
    session.push(await spoken('do you have a table for two people tomorrow'));
    const first = await session.transcribe(never);
    expect(first.text).toContain('table for two people tomorrow');
    expect(first.producedBy).toBe('embedded:pocketsphinx');
    session.push(await spoken('what time do you open on monday'));
    const second = await session.transcribe(never);
    expect(second.text).toContain('table for two people tomorrow');
    expect(second.text).toContain('what time do you open');
    expect(inOrder(second.words ?? [])).toBe(true);
    session.commit();
    expect((await session.transcribe(never)).text).toBe('');
    await session.close();
  }, 90_000);

  it('hears a word whole though its text was asked for at the stop within it', async () => {
    const session = await open('pocketsphinx');
    const question = await spoken('what time do you open on saturday');
    const begin = question.findIndex((sample) => Math.abs(sample) > 200);
    // In the "p" of "open".
    const cut = begin + 1_180 * 16;
    session.push(question.slice(0, cut));
    expect((await session.transcribe(never)).text).not.toContain('open');
    session.push(question.slice(cut));
    expect((await session.transcribe(never)).text).toBe('what time do you open on saturday');
    await session.close();
  }, 90_000);

  it("learns the agent's names from its hints", async () => {
    const sound = await spoken('i would like to book at cafe alondra');
    const [plain, taught] = [await open('pocketsphinx'), await open('pocketsphinx', ['Café Alondra', 'I would like to book at Café Alondra'])];
    plain.push(sound);
    taught.push(sound);
    expect((await plain.transcribe(never)).text).not.toContain('alondra');
    expect((await taught.transcribe(never)).text).toContain('cafe alondra');
    await Promise.all([plain.close(), taught.close()]);
  }, 90_000);

  it('survives silence, nothing, and being closed twice', async () => {
    const session = await open('pocketsphinx', ['', '💥', "'", 'zxqv'.repeat(200)]);
    expect((await session.transcribe(never)).text).toBe('');
    session.push(new Int16Array(0));
    session.push(new Int16Array(16_000));
    expect((await session.transcribe(never)).text.length).toBeLessThan(20);
    await session.close();
    await session.close();
    session.push(new Int16Array(160));
  }, 90_000);
});

describe('SoundSwallower', () => {
  it("hears the agent's phrases without anything installed", async () => {
    const session = await open('soundswallower', ['do you have a table for two people tomorrow', 'what time do you open on saturday']);
    session.push(await spoken('what time do you open on saturday'));
    expect((await session.transcribe(never)).text).toContain('what time do you open on saturday');
    await session.close();
  }, 90_000);
});

describe('a language that nothing here hears', () => {
  it('is refused with what to do about it', async () => {
    await expect(open('pocketsphinx', [], 'es')).rejects.toMatchObject({
      category: 'unsupported',
      isPermanent: true,
      message: expect.stringContaining('models fetch') as string,
    });
  });

  it('is told as not ready', async () => {
    const { stt } = await embeddedTiers('xx');
    expect(stt.filter(({ engine }) => engine !== 'whisper').every(({ ready }) => !ready)).toBe(true);
  });
});

function inOrder(words: readonly TranscribedWord[]): boolean {
  return words.every((word, i) => word.endMs >= word.startMs && word.startMs >= (words[i - 1]?.startMs ?? 0));
}
