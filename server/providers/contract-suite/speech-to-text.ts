import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { Breakers } from '../fallback/circuit-breaker';
import { chainSpeechToText } from '../fallback/speech-to-text';
import { ProviderError } from '../spec/provider-error';
import type { PartialTranscription, SpeechToTextOptions, SpeechToTextProvider } from '../spec/speech-to-text';
import { failureCases, within } from './expectations';
import { samplesAWord, type TranscriptionStubOptions } from './stubs/deepgram-stub';
import type { Stub } from './stubs/stub-server';

export interface SpeechToTextContract {
  /** The stub hears one word a quarter of a second, so that what was pushed can be told from the text. */
  readonly countsWords: boolean;
}

/** What every recogniser does, whoever makes it. */
export function describeSpeechToTextContract(
  name: string,
  makeProvider: (address: { readonly url: string; readonly apiKey: string }) => SpeechToTextProvider,
  startStub: (options: TranscriptionStubOptions) => Promise<Stub>,
  { countsWords }: SpeechToTextContract,
): void {
  describe(`${name} as a recogniser`, { timeout: 5_000 }, () => {
    let stub: Stub;
    let provider: SpeechToTextProvider;
    const controllers: AbortController[] = [];
    const optionsOf = (more: Partial<SpeechToTextOptions> = {}): SpeechToTextOptions => {
      const controller = new AbortController();
      controllers.push(controller);
      return { language: 'en', hints: ['Café Luna', 'Harbour'], signal: controller.signal, onPartial: () => undefined, onError: () => undefined, ...more };
    };
    const never = new AbortController().signal;

    beforeAll(async () => {
      stub = await startStub({ transcription: 'what time do you open on sunday' });
      provider = makeProvider({ url: stub.url, apiKey: 'test-key' });
    });
    afterEach(async () => {
      for (const controller of controllers.splice(0)) controller.abort(new Error('the test is over'));
      stub.behave({});
      await within(2_000, stub.idle());
    });
    afterAll(async () => {
      expect(stub.active).toBe(0);
      await stub.close();
    });

    it('writes down what was pushed, and says who did', async () => {
      const session = await provider.open(optionsOf());
      pushWords(session, 7);
      const transcription = await session.transcribe(never);
      expect(transcription).toMatchObject({ text: 'what time do you open on sunday', producedBy: provider.id });
      if (transcription.confidence !== undefined) expect(transcription.confidence).toBeGreaterThan(0.5);
      await session.close();
    });

    it('tells key and hints to the vendor', async () => {
      const session = await provider.open(optionsOf());
      pushWords(session, 2);
      await session.transcribe(never);
      const made = stub.requests.at(-1);
      expect(JSON.stringify(made?.headers)).toContain('test-key');
      expect(`${made?.query} ${Buffer.from(made?.body ?? '', 'latin1').toString('utf8')}`).toMatch(/Caf(é|%C3%A9)[ +]Luna/);
      await session.close();
    });

    it.runIf(countsWords)('covers the whole turn when asked again after more speech', async () => {
      const partials: PartialTranscription[] = [];
      const session = await provider.open(optionsOf({ onPartial: (partial) => partials.push(partial) }));
      pushWords(session, 3);
      expect((await session.transcribe(never)).text).toBe('what time do');
      pushWords(session, 4);
      expect((await session.transcribe(never)).text).toBe('what time do you open on sunday');
      expect(partials.length).toBeGreaterThan(0);
      for (const { text, stableLength } of partials) expect(stableLength).toBeLessThanOrEqual(text.length);
      await session.close();
    });

    it.runIf(countsWords)('forgets a turn that was closed', async () => {
      const session = await provider.open(optionsOf());
      pushWords(session, 3);
      await session.transcribe(never);
      session.commit();
      pushWords(session, 2);
      const second = await session.transcribe(never);
      expect(second.text).toBe('you open');
      for (const word of second.words ?? []) expect(word.startMs).toBeLessThan(600);
      await session.close();
    });

    it('answers a turn without sound with nothing', async () => {
      const session = await provider.open(optionsOf());
      expect((await session.transcribe(never)).text).toBe('');
      await session.close();
    });

    it('stops waiting within 100 ms of an abort, and can be asked again', async () => {
      stub.behave({ firstMs: 400 });
      const session = await provider.open(optionsOf());
      pushWords(session, 7);
      const controller = new AbortController();
      const asked = session.transcribe(controller.signal);
      const reason = new Error('speech went on');
      const startedMs = performance.now();
      controller.abort(reason);
      await expect(asked).rejects.toBe(reason);
      expect(performance.now() - startedMs).toBeLessThan(100);
      stub.behave({});
      expect((await session.transcribe(never)).text).toBe('what time do you open on sunday');
      await session.close();
    });

    it.each(failureCases)('turns $failure into $category', async ({ failure, category, isPermanent }) => {
      stub.behave({ failure });
      const error = await (async () => {
        const session = await provider.open(optionsOf());
        pushWords(session, 7);
        return session.transcribe(never);
      })().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ProviderError);
      expect((error as ProviderError).category).toBe(category);
      // A session that died twice says that asking it again is of no use; by request nothing has died.
      if (!countsWords) expect((error as ProviderError).isPermanent).toBe(isPermanent);
    });

    it('survives one lost connection without losing a word', async () => {
      stub.behave({ failure: 'disconnect', failures: 1 });
      const chain = chainOf(provider, name);
      const session = await chain.open(optionsOf());
      pushWords(session, 7);
      expect((await session.transcribe(never)).text).toBe('what time do you open on sunday');
      await session.close();
    });

    it('is given up by its chain when the vendor says nothing', async () => {
      stub.behave({ failure: 'hang' });
      const chain = chainOf(provider, name);
      const error = await (async () => {
        const session = await chain.open(optionsOf());
        pushWords(session, 7);
        return session.transcribe(never);
      })().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ category: 'timeout' });
    });

    it('ends with the signal it was opened with', async () => {
      const controller = new AbortController();
      const session = await provider.open(optionsOf({ signal: controller.signal }));
      pushWords(session, 7);
      controller.abort(new Error('the conversation is over'));
      await within(1_000, stub.idle());
      await expect(session.transcribe(never)).rejects.toThrow();
      await session.close();
    });
  });
}

function chainOf(provider: SpeechToTextProvider, name: string): SpeechToTextProvider {
  return chainSpeechToText([{ ref: name, breakerKey: name, provider }], {
    clock: systemClock,
    log: silentLogger,
    onFailover: () => undefined,
    breakers: new Breakers(),
    deadlines: { openMs: 150, speechToTextMs: 400 },
  });
}

function pushWords(session: { push(pcm: Int16Array): void }, words: number): void {
  for (let i = 0; i < words * 10; i++) session.push(new Int16Array(samplesAWord / 10).fill(1_000));
}
