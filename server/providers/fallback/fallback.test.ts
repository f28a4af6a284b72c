import { describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { delay } from '../../lib/wait';
import { VirtualClock } from '../../voice/testing/virtual-clock';
import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../spec/language-model';
import { pauseMark, type SpeechDialect } from '../spec/speech-marks';
import { ProviderError, type ProviderErrorCategory } from '../spec/provider-error';
import type { SpeechToTextProvider } from '../spec/speech-to-text';
import type { SpeechChunk, TextToSpeechProvider } from '../spec/text-to-speech';
import { AnswerTimes } from './answer-times';
import type { ChainOptions, FailoverEvent, HedgeEvent } from './chain';
import { Breakers, closedBreaker, stepBreaker, tryBreaker } from './circuit-breaker';
import { chainLanguageModels } from './language-model';
import { chainSpeechToText } from './speech-to-text';
import { chainTextToSpeech } from './text-to-speech';

const never = new AbortController().signal;

describe('a circuit breaker', () => {
  it('opens after three failures in a row, lets one call through after its rest, and doubles the rest when that fails', () => {
    const twice = stepBreaker(stepBreaker(closedBreaker, 'failure', 0), 'failure', 0);
    expect(twice).toEqual({ phase: 'closed', failures: 2 });
    const open = stepBreaker(twice, 'failure', 0);
    expect(open).toEqual({ phase: 'open', untilMs: 15_000, restMs: 15_000 });
    expect(tryBreaker(open, 14_999).mayCall).toBe(false);
    const trial = tryBreaker(open, 15_000);
    expect(trial).toMatchObject({ mayCall: true, state: { phase: 'half-open' } });
    expect(tryBreaker(trial.state, 15_001).mayCall).toBe(false);
    expect(stepBreaker(trial.state, 'failure', 15_002)).toEqual({ phase: 'open', untilMs: 45_002, restMs: 30_000 });
    expect(stepBreaker(trial.state, 'success', 15_002)).toEqual(closedBreaker);
  });

  it('forgets failures at a success, opens at once for a refused key, and does not count a bad request', () => {
    expect(stepBreaker({ phase: 'closed', failures: 2 }, 'success', 0)).toEqual(closedBreaker);
    expect(stepBreaker(closedBreaker, 'lasting-failure', 0).phase).toBe('open');
    expect(stepBreaker({ phase: 'closed', failures: 2 }, 'harmless-failure', 0)).toEqual({ phase: 'closed', failures: 2 });
  });
});

describe('a chain of language models', () => {
  it('goes on with the next at once when a key is refused, and says so', async () => {
    const events: FailoverEvent[] = [];
    const bad = model(fails('authentication', true));
    const chain = chainLanguageModels([link('a', bad), link('b', model(says('Hello.')))], options(events));
    expect(text(await all(chain.generate(request())))).toBe('Hello.');
    expect(bad.calls).toBe(1);
    expect(events).toMatchObject([{ capability: 'language-model', from: 'a', to: 'b', category: 'authentication' }]);
  });

  it('asks once more when a passing failure may be over soon', async () => {
    const flaky = model(fails('overloaded', false, 5), says('Better.'));
    const chain = chainLanguageModels([link('a', flaky), link('b', model(says('No.')))], options());
    expect(text(await all(chain.generate(request())))).toBe('Better.');
    expect(flaky.calls).toBe(2);
  });

  it('does not wait for a provider that asks for a long pause', async () => {
    const busy = model(fails('rate-limit', false, 30_000));
    const chain = chainLanguageModels([link('a', busy), link('b', model(says('Here.')))], options());
    expect(text(await all(chain.generate(request())))).toBe('Here.');
    expect(busy.calls).toBe(1);
  });

  it('leaves a provider that says nothing in time', async () => {
    const chain = chainLanguageModels([link('a', model(hangs)), link('b', model(says('Here.')))], { ...options(), deadlines: { languageModelMs: 30 } });
    expect(text(await all(chain.generate(request())))).toBe('Here.');
  });

  it('takes an empty answer for none', async () => {
    const chain = chainLanguageModels([link('a', model(says('  '), says('  '))), link('b', model(says('Here.')))], options());
    expect(text(await all(chain.generate(request()))).trim()).toBe('Here.');
  });

  it('says nothing twice: the next goes on from where an answer broke off, without what it says over again', async () => {
    const events: FailoverEvent[] = [];
    for (const [rest, whole] of [
      ['nine in the morning.', 'We open at nine in the morning.'],
      [' at nine in the morning.', 'We open at nine in the morning.'],
      ['We open at nine.', 'We open at nine.'],
      [', as ever, nine.', 'We open at, as ever, nine.'],
    ] as const) {
      const second = model(says(rest));
      const chain = chainLanguageModels([link('a', model(breaksAfter('We open at'))), link('b', second)], options(events));
      expect(text(await all(chain.generate(request())))).toBe(whole);
      expect(second.asked[0]?.messages.at(-2)).toEqual({ role: 'assistant', content: 'We open at' });
    }
    expect(events[0]).toMatchObject({ from: 'a', to: 'b', category: 'connectivity' });
  });

  it('goes on with the same provider when there is no other and it was a passing failure', async () => {
    const flaky = model(breaksAfter('We open at'), says('nine.'));
    expect(text(await all(chainLanguageModels([link('a', flaky)], options()).generate(request())))).toBe('We open at nine.');
  });

  it('carries what was given when nobody can go on with it', async () => {
    const chain = chainLanguageModels([link('a', model(breaksAfter('We open at'), fails('quota', true)))], options());
    await expect(all(chain.generate(request()))).rejects.toMatchObject({ category: 'quota', partialText: 'We open at' });
  });

  it('takes a call of a tool for an answer, and does not ask another to go on behind it', async () => {
    const calls: Script = async function* () {
      yield { kind: 'tool-call', call: { id: 'c1', name: 'look', argumentsJson: '{}' } };
      yield { kind: 'finished', reason: 'tool-calls' };
    };
    const breaks: Script = async function* () {
      yield { kind: 'tool-call', call: { id: 'c1', name: 'look', argumentsJson: '{}' } };
      throw new ProviderError('gone', { provider: 'a', category: 'connectivity', isPermanent: true, owner: 'vendor' });
    };
    const second = model(says('No.'));
    const parts = await all(chainLanguageModels([link('a', model(calls)), link('b', second)], options()).generate(request()));
    expect(parts.map((part) => part.kind)).toEqual(['tool-call', 'finished']);
    await expect(all(chainLanguageModels([link('a', model(breaks)), link('b', second)], options()).generate(request()))).rejects.toThrow('gone');
    expect(second.calls).toBe(0);
  });

  describe('that hedges', () => {
    const slow = (ms: number, words: string): Script =>
      async function* (signal) {
        await delay(systemClock, ms, signal);
        yield* says(words)(signal);
      };

    function hedging(first: LanguageModelProvider, second: LanguageModelProvider, known = 20) {
      const answerTimes = new AnswerTimes();
      const hedges: HedgeEvent[] = [];
      for (let i = 0; i < 10; i++) answerTimes.note('a', known);
      const chain = chainLanguageModels([link('a', first), link('b', second)], {
        ...options(),
        hedges: true,
        answerTimes,
        onHedge: (event) => hedges.push(event),
      });
      return { chain, hedges };
    }

    it('asks the second when the first is later than usual, takes the first useful answer and gives the other up', async () => {
      let wasGivenUp = false;
      const first = model(async function* (signal) {
        signal.addEventListener('abort', () => (wasGivenUp = true));
        yield* slow(60_000, 'Late.')(signal);
      });
      const { chain, hedges } = hedging(first, model(says('Here.')));
      expect(text(await all(chain.generate(request())))).toBe('Here.');
      expect(wasGivenUp).toBe(true);
      expect(hedges).toMatchObject([{ capability: 'language-model', first: 'a', second: 'b', winner: 'b', afterMs: 300 }]);
    });

    it('takes the first after all when it is useful before the second', async () => {
      const { chain, hedges } = hedging(model(slow(320, 'Just in time.')), model(hangs));
      expect(text(await all(chain.generate(request())))).toBe('Just in time.');
      expect(hedges).toMatchObject([{ winner: 'a' }]);
    });

    it('asks nobody else when the first is as quick as ever, or when the agent does not want it', async () => {
      const second = model(says('No.'));
      const { chain } = hedging(model(says('Here.')), second);
      expect(text(await all(chain.generate(request())))).toBe('Here.');
      const plain = chainLanguageModels([link('a', model(slow(40, 'Here.'))), link('b', second)], options());
      expect(text(await all(plain.generate(request())))).toBe('Here.');
      expect(second.calls).toBe(0);
    });

    it('survives the failure of either', async () => {
      expect(text(await all(hedging(model(slow(330, 'Mine.')), model(fails('quota', true))).chain.generate(request())))).toBe('Mine.');
      const failing: Script = async function* (signal) {
        await delay(systemClock, 320, signal);
        yield* fails('quota', true)(signal);
      };
      expect(text(await all(hedging(model(failing), model(slow(60, 'Mine.'))).chain.generate(request())))).toBe('Mine.');
    });
  });

  it('keeps the trial of a provider for when it is really asked', async () => {
    const breakers = new Breakers();
    const now = systemClock.nowMs();
    breakers.note('b', 'lasting-failure', now - 16_000);
    const chain = chainLanguageModels([link('a', model(says('Here.'))), link('b', model(says('No.')))], { ...options(), breakers });
    await all(chain.generate(request()));
    expect(breakers.state('b').phase).toBe('open');
  });

  it('does not take a cancelled request for a failure', async () => {
    const events: FailoverEvent[] = [];
    const controller = new AbortController();
    const chain = chainLanguageModels([link('a', model(hangs)), link('b', model(says('No.')))], options(events));
    const asked = all(chain.generate({ ...request(), signal: controller.signal }));
    controller.abort(new Error('barge-in'));
    await expect(asked).rejects.toThrow('barge-in');
    expect(events).toEqual([]);
  });

  it('skips a provider whose breaker is open, for every chain of the process', async () => {
    const breakers = new Breakers();
    const bad = model(fails('authentication', true));
    for (let i = 0; i < 3; i++) {
      const chain = chainLanguageModels([link('a', bad), link('b', model(says('Here.')))], { ...options(), breakers });
      await all(chain.generate(request()));
    }
    expect(bad.calls).toBe(1);
  });
});

describe('a chain of voices', () => {
  it('speaks what was not finished with the next provider, at the rate it announced', async () => {
    const events: FailoverEvent[] = [];
    const first = voice(24_000, { breaksInSegment: 1 });
    const second = voice(16_000, {});
    const chain = chainTextToSpeech([link('a', first), link('b', second)], options(events));
    const session = await chain.open({ voiceId: 'v1', language: 'en', speed: 1, preferredSampleRate: 24_000, signal: never });
    expect(session.sampleRate).toBe(24_000);
    const chunks = await all(session.speak(from(['One.', 'Two.', 'Three.']), never));
    expect(first.spoken).toEqual(['One.', 'Two.']);
    expect(second.spoken).toEqual(['Two.', 'Three.']);
    expect(chunks.flatMap((chunk) => chunk.endsSegment ?? [])).toEqual([0, 1, 2]);
    // A tenth of a second each, a half of one broken off, and all of it at the announced rate.
    const samples = chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0);
    expect(Math.abs(samples - 24_000 * 0.35)).toBeLessThan(24);
    expect(events).toMatchObject([{ from: 'a', to: 'b' }]);
    expect(second.voiceIds).toEqual([undefined]);
    expect(session.producedBy).toBe('stub-16000');
  });

  it('goes on from the first unfinished word of the segment that broke off', async () => {
    const second = voice(24_000, {});
    const chain = chainTextToSpeech([link('a', voice(24_000, { breaksInSegment: 0, soundMs: 1_600 })), link('b', second)], options());
    const session = await chain.open({ voiceId: undefined, language: 'en', speed: 1, preferredSampleRate: 24_000, signal: never });
    await all(session.speak(from([`We open at nine on Saturday.${pauseMark(200)}`, 'Bye.']), never));
    expect(second.spoken).toEqual(['on Saturday.', 'Bye.']);
  });

  it('K2 puts silence where a voice knows no pauses, and leaves them to one that does', async () => {
    const samplesOf = async (dialect: SpeechDialect | undefined) => {
      const speaker = voice(16_000, { ...(dialect === undefined ? {} : { dialect }) });
      const session = await chainTextToSpeech([link('a', speaker)], options()).open({
        voiceId: undefined,
        language: 'en',
        speed: 1,
        preferredSampleRate: 16_000,
        signal: never,
      });
      const chunks = await all(session.speak(from([`One.${pauseMark(500)}`, 'Two.']), never));
      return {
        text: speaker.spoken,
        seconds: chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0) / 16_000,
        ends: chunks.flatMap((chunk) => chunk.endsSegment ?? []),
      };
    };
    expect(await samplesOf(undefined)).toEqual({ text: ['One.', 'Two.'], seconds: 0.7, ends: [0, 1] });
    expect(await samplesOf('break-tags')).toEqual({ text: ['One.<break time="0.5s" />', 'Two.'], seconds: 0.2, ends: [0, 1] });
  });

  it('leaves a provider that makes no sound in time', async () => {
    const second = voice(24_000, {});
    const chain = chainTextToSpeech([link('a', voice(24_000, { isSilent: true })), link('b', second)], { ...options(), deadlines: { textToSpeechMs: 30 } });
    const session = await chain.open({ voiceId: undefined, language: 'en', speed: 1, preferredSampleRate: 24_000, signal: never });
    await all(session.speak(from(['One.']), never));
    expect(second.spoken).toEqual(['One.']);
  });

  it('waits longer for the last voice, since nobody else is left to speak', async () => {
    const clock = new VirtualClock();
    const slow = voice(24_000, { heldUntil: delay(clock, 1_500) });
    const chain = chainTextToSpeech([link('a', slow)], { ...options(), clock, deadlines: { textToSpeechMs: 1_000 } });
    const session = await chain.open({ voiceId: undefined, language: 'en', speed: 1, preferredSampleRate: 24_000, signal: never });
    const speaking = all(session.speak(from(['One.']), never));
    await clock.advance(1_500);
    expect(await speaking).not.toEqual([]);
    expect(slow.spoken).toEqual(['One.']);
  });

  it('throws what the source of its text throws, and blames nobody', async () => {
    const events: FailoverEvent[] = [];
    const chain = chainTextToSpeech([link('a', voice(24_000, {})), link('b', voice(24_000, {}))], options(events));
    const session = await chain.open({ voiceId: undefined, language: 'en', speed: 1, preferredSampleRate: 24_000, signal: never });
    const broken = async function* () {
      yield 'One.';
      throw new Error('the model failed');
    };
    await expect(all(session.speak(broken(), never))).rejects.toThrow('the model failed');
    expect(events).toEqual([]);
  });
});

describe('a chain of recognisers', () => {
  it('has the next provider hear the open turn from its beginning', async () => {
    const second = ear(false);
    const chain = chainSpeechToText([link('a', ear(true)), link('b', second)], options());
    const session = await chain.open({ language: 'en', hints: [], signal: never, onPartial: () => undefined, onError: () => undefined });
    session.push(new Int16Array(800));
    session.commit();
    session.push(new Int16Array(1_600));
    session.push(new Int16Array(1_600));
    expect((await session.transcribe(never)).text).toBe('3200 samples');
    session.commit();
    session.push(new Int16Array(160));
    expect((await session.transcribe(never)).text).toBe('160 samples');
    await session.close();
  });

  it('passes over one that does not speak the language', async () => {
    const chain = chainSpeechToText([link('a', { ...ear(true), languages: ['en'] }), link('b', ear(false))], options());
    const session = await chain.open({ language: 'es-MX', hints: [], signal: never, onPartial: () => undefined, onError: () => undefined });
    session.push(new Int16Array(10));
    expect((await session.transcribe(never)).text).toBe('10 samples');
    await session.close();
  });

  it('throws the last failure when nobody is left, and begins with the first again', async () => {
    const chain = chainSpeechToText([link('a', ear(true))], options());
    const session = await chain.open({ language: 'en', hints: [], signal: never, onPartial: () => undefined, onError: () => undefined });
    session.push(new Int16Array(10));
    await expect(session.transcribe(never)).rejects.toMatchObject({ category: 'authentication' });
    await expect(session.transcribe(never)).rejects.toMatchObject({ category: 'authentication' });
    await session.close();
  });
});

type Script = (signal: AbortSignal) => AsyncGenerator<ModelPart>;

/** A model that plays one script a call, the last again and again. */
function model(...scripts: readonly Script[]): LanguageModelProvider & { calls: number; readonly asked: GenerateRequest[] } {
  return {
    asked: [],
    id: 'stub:model',
    calls: 0,
    generate(given) {
      const { signal } = given;
      this.asked.push(given);
      const script = scripts[Math.min(this.calls, scripts.length - 1)];
      this.calls++;
      if (script === undefined) throw new Error('no script');
      return script(signal);
    },
  };
}

function says(words: string): Script {
  return async function* () {
    yield { kind: 'text-delta', text: words };
    yield { kind: 'finished', reason: 'stop' };
  };
}

function breaksAfter(words: string): Script {
  return async function* () {
    yield { kind: 'text-delta', text: words };
    throw new ProviderError('gone', { provider: 'a', category: 'connectivity', isPermanent: false, owner: 'vendor' });
  };
}

function fails(category: ProviderErrorCategory, isPermanent: boolean, retryAfterMs?: number): Script {
  // oxlint-disable-next-line require-yield -- it fails before it has anything to give
  return async function* () {
    throw new ProviderError('refused', { provider: 'a', category, isPermanent, owner: 'vendor', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  };
}

// oxlint-disable-next-line require-yield -- it never has anything to give
const hangs: Script = async function* (signal) {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
};

function voice(
  sampleRate: number,
  flaws: {
    readonly breaksInSegment?: number;
    readonly soundMs?: number;
    readonly isSilent?: boolean;
    readonly heldUntil?: Promise<void>;
    readonly dialect?: SpeechDialect;
  },
) {
  const spoken: string[] = [];
  const voiceIds: (string | undefined)[] = [];
  const tenth = () => new Int16Array(sampleRate / 10);
  const provider: TextToSpeechProvider & { spoken: string[]; voiceIds: (string | undefined)[] } = {
    id: `stub-${sampleRate}`,
    languages: '*',
    spoken,
    voiceIds,
    voices: async () => [],
    async open({ voiceId }) {
      voiceIds.push(voiceId);
      return {
        producedBy: `stub-${sampleRate}`,
        sampleRate,
        ...(flaws.dialect === undefined ? {} : { dialect: flaws.dialect }),
        async *speak(segments, signal): AsyncGenerator<SpeechChunk> {
          let index = 0;
          for await (const segment of segments) {
            spoken.push(segment);
            await flaws.heldUntil;
            if (flaws.isSilent === true) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
            if (index === flaws.breaksInSegment) {
              yield { pcm: new Int16Array((sampleRate * (flaws.soundMs ?? 50)) / 1_000) };
              throw new ProviderError('gone', { provider: 'a', category: 'quota', isPermanent: true, owner: 'workspace' });
            }
            yield { pcm: tenth(), endsSegment: index++ };
          }
        },
        close: async () => undefined,
      };
    },
  };
  return provider;
}

/** Hears how many samples there are. */
function ear(isBroken: boolean): SpeechToTextProvider {
  return {
    id: 'stub:ear',
    isStreaming: false,
    languages: '*',
    async open() {
      let samples = 0;
      return {
        push: (pcm) => {
          samples += pcm.length;
        },
        async transcribe() {
          if (isBroken) throw new ProviderError('refused', { provider: 'a', category: 'authentication', isPermanent: true, owner: 'workspace' });
          return { text: `${samples} samples`, producedBy: 'stub:ear' };
        },
        commit: () => {
          samples = 0;
        },
        close: async () => undefined,
      };
    },
  };
}

function link<P>(ref: string, provider: P) {
  return { ref, breakerKey: ref, provider };
}

function options(events: FailoverEvent[] = []): ChainOptions {
  return { clock: systemClock, log: silentLogger, onFailover: (event) => events.push(event), breakers: new Breakers() };
}

function request(): GenerateRequest {
  return { messages: [{ role: 'user', content: 'Hi' }], tools: [], language: 'en', signal: never };
}

async function* from(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

function text(parts: readonly ModelPart[]): string {
  return parts.map((part) => (part.kind === 'text-delta' ? part.text : '')).join('');
}
