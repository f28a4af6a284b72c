import type { Clock } from '../../lib/clock';
import { createResampler, type Resampler } from '../../lib/resample';
import { DeadlineError, orAborted, withDeadline } from '../../lib/wait';
import { ProviderError } from '../spec/provider-error';
import { inDialect, pausesIn, type SpeechDialect } from '../spec/speech-marks';
import type { Alignment, SpeechChunk, TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession } from '../spec/text-to-speech';
import { abandon, Chain, type ChainLink, type ChainOptions } from './chain';
import { SegmentReplay } from './segment-replay';
import { SpokenSoFar } from './spoken-so-far';
import { speaks } from './speech-to-text';

/** One voice made of several: when one fails, the next goes on with the segments that were not spoken to their end. */
export function chainTextToSpeech(links: readonly ChainLink<TextToSpeechProvider>[], options: ChainOptions): TextToSpeechProvider {
  const chain = new Chain('text-to-speech', links, options);
  const [first] = links;
  if (first === undefined) throw new RangeError('a chain needs a provider');
  const languages = links.some((link) => link.provider.languages === '*') ? '*' : [...new Set(links.flatMap((link) => link.provider.languages))];
  return {
    id: first.provider.id,
    languages,
    voices: (signal) => first.provider.voices(signal),
    async open(sessionOptions) {
      const session = new ChainSession(chain, sessionOptions);
      await session.start();
      return session;
    },
  };
}

/** How much longer than the usual limit the last voice may take for its first sound: there is nobody left to ask. */
const lastLimitFactor = 2;

interface Speaker {
  readonly link: ChainLink<TextToSpeechProvider>;
  readonly session: TextToSpeechSession;
}

/** How far a response got, over all providers that spoke parts of it. */
interface Progress {
  /** First segment that was not spoken to its end. */
  unfinished: number;
  /** Samples given so far, at the session's rate. */
  samples: number;
  readonly spoken: SpokenSoFar;
}

class ChainSession implements TextToSpeechSession {
  /** Each of the chain gets its own. */
  readonly dialect = 'marks';
  readonly #chain: Chain<TextToSpeechProvider>;
  readonly #options: TextToSpeechOptions;
  readonly #order: readonly ChainLink<TextToSpeechProvider>[];
  #position = 0;
  #speaker: Speaker | undefined;
  #sampleRate = 0;

  constructor(chain: Chain<TextToSpeechProvider>, options: TextToSpeechOptions) {
    this.#chain = chain;
    this.#options = options;
    const speaking = chain.links.filter((link) => speaks(link.provider.languages, options.language));
    this.#order = chain.order(speaking.length > 0 ? speaking : chain.links);
  }

  async start(): Promise<void> {
    this.#sampleRate = (await this.#current()).session.sampleRate;
  }

  get producedBy(): string {
    return this.#speaker?.session.producedBy ?? this.#order[this.#position]?.ref ?? '';
  }

  /** That of the provider that opened first; the sound of any other is resampled to it. */
  get sampleRate(): number {
    return this.#sampleRate;
  }

  async *speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    const replay = new SegmentReplay(segments);
    const progress: Progress = { unfinished: 0, samples: 0, spoken: new SpokenSoFar() };
    try {
      for (let attempt = 0; ; ) {
        const speaker = await this.#current();
        const failure = yield* this.#speakWith(speaker, replay, progress, signal);
        if (failure === undefined) return;
        if (await this.#chain.retries(failure, attempt, signal)) {
          attempt++;
          continue;
        }
        attempt = 0;
        await this.#drop();
        this.#step(speaker.link, failure);
      }
    } finally {
      replay.close();
    }
  }

  async close(): Promise<void> {
    await this.#drop();
  }

  /** Speaks what is left with one provider. Returns its failure; throws what is not the provider's fault. */
  async *#speakWith(speaker: Speaker, replay: SegmentReplay, progress: Progress, signal: AbortSignal): AsyncGenerator<SpeechChunk, ProviderError | undefined> {
    const attempt = new AbortController();
    const inner = AbortSignal.any([signal, attempt.signal]);
    const base = progress.unfinished;
    const offsetMs = (progress.samples / this.#sampleRate) * 1_000;
    const resampler = speaker.session.sampleRate === this.#sampleRate ? undefined : createResampler(speaker.session.sampleRate, this.#sampleRate);
    const { textToSpeechMs, stallMs } = this.#chain.deadlines;
    const isLast = this.#position + 1 >= this.#order.length;
    const watch = new Watch({ clock: this.#chain.options.clock, firstMs: textToSpeechMs * (isLast ? lastLimitFactor : 1), stallMs, attempt });
    // A provider that is still connecting takes nothing, yet it is being waited for as soon as there is something to say.
    replay.has(base).then(
      (isThere) => isThere && watch.offered(),
      () => undefined,
    );
    const dialect = speaker.session.dialect ?? 'plain';
    // Of a segment that broke off, the next voice says what is left from its first unfinished word on.
    const spokenAlready = progress.spoken.inOpenSegment;
    const text = rendered(
      replay.from(
        base,
        () => watch.given(),
        (segment) => spokenAlready.leftOf(segment),
      ),
      dialect,
    );
    const chunks = speaker.session.speak(text, inner)[Symbol.asyncIterator]();
    // Silence for the pauses of segments whose voice knows none: put behind each when it was spoken.
    let paused = base;
    try {
      for (;;) {
        const result = await watch.during(() => orAborted(chunks.next(), inner), replay.isEnded);
        if (result.done === true) break;
        watch.spoke(result.value);
        progress.spoken.sounded((result.value.pcm.length / speaker.session.sampleRate) * 1_000);
        if (result.value.endsSegment !== undefined) {
          for (; progress.unfinished < base + result.value.endsSegment + 1; progress.unfinished++)
            progress.spoken.finished(replay.taken(progress.unfinished) ?? '');
        }
        const chunk = placed(result.value, { base, offsetMs, resampler });
        let pauseMs = 0;
        if (dialect === 'plain') for (; paused < progress.unfinished; paused++) pauseMs += pausesIn(replay.taken(paused) ?? '');
        if (pauseMs > 0) {
          const pause = new Int16Array(Math.round((pauseMs / 1_000) * this.#sampleRate));
          progress.samples += pause.length;
          const { endsSegment, ...sound } = chunk;
          progress.samples += sound.pcm.length;
          yield sound;
          yield { pcm: pause, ...(endsSegment === undefined ? {} : { endsSegment }) };
          continue;
        }
        progress.samples += chunk.pcm.length;
        yield chunk;
      }
      if (replay.failure !== undefined) throw replay.failure.reason;
      if (!replay.isEnded || (replay.hasWords(base) && !watch.hasSpoken)) {
        return this.#chain.failed(
          speaker.link,
          new ProviderError('the voice ended before the text did', { provider: speaker.link.ref, category: 'bad-answer', isPermanent: false, owner: 'vendor' }),
        );
      }
      const rest = resampler?.flush();
      if (rest !== undefined && rest.length > 0) yield { pcm: rest };
      this.#chain.succeeded(speaker.link);
      return undefined;
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (replay.failure !== undefined) throw replay.failure.reason;
      return this.#chain.failed(speaker.link, thrown);
    } finally {
      watch.stop();
      attempt.abort();
      abandon(chunks);
    }
  }

  async #current(): Promise<Speaker> {
    for (;;) {
      if (this.#speaker !== undefined) return this.#speaker;
      const link = this.#order[this.#position];
      if (link === undefined) throw new Error('the session is closed');
      this.#chain.begins(link);
      const opening = link.provider.open({ ...this.#options, voiceId: this.#voiceFor(link) });
      try {
        const session = await withDeadline(
          { clock: this.#chain.options.clock, limitMs: this.#chain.deadlines.openMs, what: 'opening the voice', signal: this.#options.signal },
          () => opening,
        );
        this.#speaker = { link, session };
      } catch (thrown) {
        opening.then((late) => late.close()).catch(() => undefined);
        if (this.#options.signal.aborted) throw this.#options.signal.reason;
        this.#step(link, this.#chain.failed(link, thrown));
      }
    }
  }

  /** A voice belongs to one provider: to the one it is prefixed with, else to the first of the chain. The others speak with their own default. */
  #voiceFor(link: ChainLink<TextToSpeechProvider>): string | undefined {
    const { voiceId } = this.#options;
    const named = this.#chain.links.find((other) => voiceId?.startsWith(`${providerOf(other)}:`) === true);
    if (named !== undefined) return providerOf(link) === providerOf(named) ? voiceId?.slice(providerOf(named).length + 1) : undefined;
    return link === this.#chain.links[0] ? voiceId : undefined;
  }

  #step(from: ChainLink<TextToSpeechProvider>, error: ProviderError): void {
    const next = this.#order[this.#position + 1];
    this.#chain.tell(from, next, error);
    this.#position = next === undefined ? 0 : this.#position + 1;
    if (next === undefined) throw error;
  }

  async #drop(): Promise<void> {
    const speaker = this.#speaker;
    this.#speaker = undefined;
    await speaker?.session.close().catch((error: unknown) => {
      this.#chain.options.log.info({ provider: speaker.link.ref, reason: String(error) }, 'voice did not close cleanly');
    });
  }
}

interface WatchOptions {
  readonly clock: Clock;
  /** From having something to say to the first sound. */
  readonly firstMs: number;
  /** Between two sounds. */
  readonly stallMs: number;
  readonly attempt: AbortController;
}

/** The deadlines of one attempt. They run only while the provider is being waited for: a slow listener is not its fault. */
class Watch {
  readonly #options: WatchOptions;
  #cancel: (() => void) | undefined;
  #isWaiting = false;
  #isOffered = false;
  #given = 0;
  #ended = 0;
  #reportsEnds = false;
  hasSpoken = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** There is something to say. */
  offered(): void {
    this.#isOffered = true;
    if (this.#isWaiting) this.#arm(false);
  }

  /** A segment was handed over. */
  given(): void {
    this.#given++;
    if (this.#isWaiting) this.#arm(false);
  }

  spoke(chunk: SpeechChunk): void {
    if (chunk.pcm.length > 0) this.hasSpoken = true;
    if (chunk.endsSegment === undefined) return;
    this.#reportsEnds = true;
    this.#ended = Math.max(this.#ended, chunk.endsSegment + 1);
  }

  async during<T>(work: () => Promise<T>, hasAllText: boolean): Promise<T> {
    this.#isWaiting = true;
    this.#arm(hasAllText);
    try {
      return await work();
    } finally {
      this.#isWaiting = false;
      this.stop();
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(hasAllText: boolean): void {
    const { clock, firstMs, stallMs, attempt } = this.#options;
    const owesSound = this.hasSpoken ? hasAllText || (this.#reportsEnds && this.#given > this.#ended) : this.#isOffered || this.#given > 0;
    if (!owesSound || this.#cancel !== undefined) return;
    const limitMs = this.hasSpoken ? stallMs : firstMs;
    this.#cancel = clock.after(limitMs, () => attempt.abort(new DeadlineError(this.hasSpoken ? 'more sound' : 'the first sound', limitMs)));
  }
}

async function* rendered(segments: AsyncIterable<string>, dialect: SpeechDialect): AsyncGenerator<string> {
  for await (const segment of segments) yield inDialect(segment, dialect);
}

function placed(chunk: SpeechChunk, at: { readonly base: number; readonly offsetMs: number; readonly resampler: Resampler | undefined }): SpeechChunk {
  return {
    pcm: at.resampler === undefined ? chunk.pcm : at.resampler.process(chunk.pcm),
    ...(chunk.alignment === undefined ? {} : { alignment: shifted(chunk.alignment, at.offsetMs) }),
    ...(chunk.endsSegment === undefined ? {} : { endsSegment: at.base + chunk.endsSegment }),
  };
}

function shifted(alignment: Alignment, byMs: number): Alignment {
  return byMs === 0 ? alignment : { ...alignment, startMs: alignment.startMs.map((ms) => ms + byMs) };
}

function providerOf(link: ChainLink<TextToSpeechProvider>): string {
  return link.ref.split(':')[0] ?? link.ref;
}
