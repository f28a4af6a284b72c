import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { Breakers } from '../fallback/circuit-breaker';
import { chainTextToSpeech } from '../fallback/text-to-speech';
import { ProviderError } from '../spec/provider-error';
import type { SpeechChunk, TextToSpeechOptions, TextToSpeechProvider } from '../spec/text-to-speech';
import { failureCases, within } from './expectations';
import type { Stub, StubBehaviour } from './stubs/stub-server';

const segments = ['Hello, this is Café Luna.', 'We open at eight.'];

/** What every voice does, whoever makes it. The stub speaks 60 ms of tone for each letter. */
export function describeTextToSpeechContract(
  name: string,
  makeProvider: (address: { readonly url: string; readonly apiKey: string }) => TextToSpeechProvider,
  startStub: (options: StubBehaviour) => Promise<Stub>,
): void {
  describe(`${name} as a voice`, { timeout: 5_000 }, () => {
    let stub: Stub;
    let provider: TextToSpeechProvider;
    const never = new AbortController().signal;
    const optionsOf = (more: Partial<TextToSpeechOptions> = {}): TextToSpeechOptions => ({
      voiceId: undefined,
      language: 'en',
      speed: 1,
      preferredSampleRate: 24_000,
      signal: never,
      ...more,
    });

    beforeAll(async () => {
      stub = await startStub({});
      provider = makeProvider({ url: stub.url, apiKey: 'test-key' });
    });
    afterEach(async () => {
      stub.behave({});
      await within(2_000, stub.idle());
    });
    afterAll(async () => {
      expect(stub.active).toBe(0);
      await stub.close();
    });

    it('speaks every segment to its end, in order, at the rate it announces', async () => {
      const session = await provider.open(optionsOf());
      const chunks = await collect(session.speak(from(segments), never));
      const letters = segments.join('').replace(/\s/g, '').length;
      const samples = chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0);
      expect(Math.abs(samples / session.sampleRate - letters * 0.06)).toBeLessThan(0.1);
      expect(loudness(chunks)).toBeGreaterThan(2_000);
      expect(chunks.flatMap((chunk) => (chunk.endsSegment === undefined ? [] : [chunk.endsSegment]))).toEqual([0, 1]);
      expect(session.producedBy).toBe(provider.id);
      await session.close();
    });

    it('gives times that count from the first sample, where it gives times', async () => {
      const session = await provider.open(optionsOf());
      const chunks = await collect(session.speak(from(segments), never));
      const times = chunks.flatMap((chunk) => chunk.alignment?.startMs ?? []);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      if (times.length > 0) expect(times.at(-1) ?? 0).toBeGreaterThan(1_500);
      await session.close();
    });

    it('gives the first sound before the rest is made', async () => {
      stub.behave({ chunkMs: 20 });
      const session = await provider.open(optionsOf());
      const activity: boolean[] = [];
      for await (const chunk of session.speak(from(segments), never)) if (chunk.pcm.length > 0) activity.push(stub.active > 0);
      expect(activity[0]).toBe(true);
      await session.close();
    });

    it('can speak one response after another', async () => {
      const session = await provider.open(optionsOf());
      await collect(session.speak(from(segments), never));
      const again = await collect(session.speak(from(['Once more.']), never));
      expect(loudness(again)).toBeGreaterThan(2_000);
      await session.close();
    });

    it('stops within 100 ms of an abort and closes its connection', async () => {
      stub.behave({ chunkMs: 30_000 });
      const session = await provider.open(optionsOf());
      const controller = new AbortController();
      const chunks = session.speak(from(segments), controller.signal)[Symbol.asyncIterator]();
      await chunks.next();
      const rest = chunks.next();
      const startedMs = performance.now();
      controller.abort(new Error('barge-in'));
      await rest.then(
        (result) => expect(result.done).toBe(true),
        (error: unknown) => expect(error).toMatchObject({ message: 'barge-in' }),
      );
      expect(performance.now() - startedMs).toBeLessThan(100);
      await within(1_000, stub.idle());
      await session.close();
    });

    it('closes its connection when the listener leaves', async () => {
      stub.behave({ chunkMs: 30_000 });
      const session = await provider.open(optionsOf());
      for await (const _ of session.speak(from(segments), never)) break;
      await within(1_500, stub.idle());
      await session.close();
    });

    it.each(failureCases)('turns $failure into $category', async ({ failure, category, isPermanent }) => {
      stub.behave({ failure });
      const error = await provider
        .open(optionsOf())
        .then((session) => collect(session.speak(from(segments), never)))
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      // Raw sound has no form: nonsense at such an address cannot be told from it.
      if (failure === 'garbage' && error === undefined) return;
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ category, isPermanent });
    });

    it('fails as lost connection when the sound breaks off', async () => {
      stub.behave({ failure: 'disconnect' });
      const session = await provider.open(optionsOf());
      await expect(collect(session.speak(from(segments), never))).rejects.toMatchObject({ category: 'connectivity' });
      await session.close();
    });

    it('is given up by its chain when no sound comes', async () => {
      stub.behave({ failure: 'hang' });
      const chain = chainTextToSpeech([{ ref: name, breakerKey: name, provider }], {
        clock: systemClock,
        log: silentLogger,
        onFailover: () => undefined,
        breakers: new Breakers(),
        deadlines: { textToSpeechMs: 150 },
      });
      const session = await chain.open(optionsOf());
      await expect(collect(session.speak(from(segments), never))).rejects.toMatchObject({ category: 'timeout' });
      await within(1_000, stub.idle());
      await session.close();
    });

    it('throws what its source throws', async () => {
      const session = await provider.open(optionsOf());
      const broken = async function* () {
        yield 'One.';
        throw new Error('the model failed');
      };
      await expect(collect(session.speak(broken(), never))).rejects.toThrow('the model failed');
      await session.close();
    });
  });
}

async function* from(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function collect(chunks: AsyncIterable<SpeechChunk>): Promise<SpeechChunk[]> {
  const all: SpeechChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

function loudness(chunks: readonly SpeechChunk[]): number {
  const samples = chunks.flatMap((chunk) => [...chunk.pcm]);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}
