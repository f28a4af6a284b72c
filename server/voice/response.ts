import { Channel } from '../lib/channel';
import type { Clock } from '../lib/clock';
import { readAhead } from '../lib/read-ahead';
import { delay, orAborted } from '../lib/wait';
import type { SpeechChunk } from '../providers/spec/text-to-speech';
import type { ConversationEventFrame, ResponseTrigger } from './frames';
import { toHeardWords } from './history/heard-text';
import { fallbackPhrase } from './history/phrases';
import { Playout, type PlayoutTrack } from './stages/playout';
import { ModelMeter, type UsageEvent } from './observers/usage';
import { breath, respond, type RespondOptions } from './stages/respond';
import type { CallingResponse } from './stages/run-tools';
import { script } from './stages/script';
import { speak } from './stages/speak';
import type { Transport } from './transport';
import type { SpokenFallback } from './turn/state';
import type { Cast } from './speech/cast';
import { MarkupReader, type MarkupOptions, type SpokenPart } from './speech/markup';
import type { PhraseSound } from './speech/phrase-store';
import type { Pronounce } from './speech/pronunciation';

/** The model reads ahead of speech by at most so many pieces of text. */
const textAhead = 4_096;
/** Pieces of sound, of up to 100 ms each, made ahead of playout: pauses between a voice's sentences must not be heard. */
const speechAhead = 80;

export interface LiveResponseOptions {
  readonly responseId: number;
  readonly turnId: number | null;
  readonly trigger: ResponseTrigger;
  readonly language: string;
  /** Null in a text conversation. */
  readonly voice: Cast | null;
  readonly markup: MarkupOptions;
  readonly pronounce: Pronounce;
  readonly transport: Transport;
  readonly track: PlayoutTrack | null;
  readonly clock: Clock;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** D1: made ahead of the end of the turn; nothing of it is told or heard before `adopt()`. */
  readonly isDraft: boolean;
  readonly emit: (event: ConversationEventFrame) => void;
  readonly onFirstToken: () => void;
  readonly onFirstByte: () => void;
  readonly onAudible: () => void;
  readonly onFinished: (isEmpty: boolean) => void;
  readonly onFailed: (error: unknown) => void;
}

type GenerateOptions = Omit<RespondOptions, 'response' | 'clock' | 'onFirstToken' | 'hasSpoken' | 'meter' | 'onContextUsed' | 'onMetadata'> & {
  /** Stands between the model and the voice; null: nothing does. */
  readonly guard: ((attempt: (notes: readonly string[]) => AsyncGenerator<string, void, void>) => AsyncGenerator<string, void, void>) | null;
};

/** One attempt of the agent at a turn, from decision to last sound: `playout(speak(segment(respond(turn))))`. */
export class LiveResponse implements CallingResponse {
  readonly responseId: number;
  readonly turnId: number | null;
  readonly trigger: ResponseTrigger;
  readonly #options: LiveResponseOptions;
  readonly #stop = new AbortController();
  /** Aborted when it is stopped, wherever it is. */
  readonly signal: AbortSignal;
  readonly #playout: Playout;
  readonly #meter = new ModelMeter();
  #spokenBy: string | null = null;
  readonly #startedMs: number;
  #text = '';
  #isTextFinal = false;
  #written: Channel<SpokenPart> | null = null;
  #hasAnswerBegun = false;
  #producedBy: string | null = null;
  #isOver = false;
  #isAdopted: boolean;
  #adopted: Promise<void>;
  #markAdopted: () => void = () => undefined;
  /** What a draft did and nobody was told yet. */
  #uncommitted: (() => void)[] = [];

  constructor(options: LiveResponseOptions) {
    this.responseId = options.responseId;
    this.turnId = options.turnId;
    this.trigger = options.trigger;
    this.#options = options;
    this.signal = AbortSignal.any([options.signal, this.#stop.signal]);
    this.#startedMs = options.now();
    this.#isAdopted = !options.isDraft;
    this.#adopted = options.isDraft
      ? new Promise((resolve) => {
          this.#markAdopted = resolve;
        })
      : Promise.resolve();
    this.#playout = new Playout(options.responseId, {
      transport: options.transport,
      clock: options.clock,
      now: options.now,
      track: options.track,
      mayBegin: options.isDraft ? () => this.adopted() : null,
    });
  }

  /** Says a fixed text; `recorded`: as it was said before, without asking the voice. */
  say(what: string | { readonly fallback: SpokenFallback }, recorded: PhraseSound | null = null, afterMs = 0): void {
    const text = typeof what === 'string' ? what : fallbackPhrase(what.fallback, this.#options.language);
    const { clock } = this.#options;
    const { signal } = this;
    async function* once() {
      if (afterMs > 0) await delay(clock, afterMs, signal);
      yield text;
    }
    void this.#run(once(), recorded);
  }

  /** Says what the model writes. */
  generate({ guard, ...options }: GenerateOptions): void {
    const model = options.languageModel.id;
    this.#producedBy = model;
    const { responseId } = this;
    const { clock, emit, onFirstToken } = this.#options;
    const attempt = (notes: readonly string[]) =>
      respond({
        ...options,
        request: (signal) => options.request(signal, notes),
        response: this,
        clock,
        onFirstToken,
        hasSpoken: () => this.#text.trim() !== '',
        meter: this.#meter,
        onContextUsed: (tokens) => this.commit(() => emit({ kind: 'context-used', responseId, model, tokens })),
        onMetadata: (metadata) => this.commit(() => emit({ kind: 'model-metadata', responseId, metadata })),
      });
    void this.#run(guard === null ? attempt([]) : guard(attempt));
  }

  adopted(): Promise<void> {
    return orAborted(this.#adopted, this.signal);
  }

  async heard(): Promise<void> {
    await this.adopted();
    if (this.#options.voice !== null && this.#text.trim() !== '') await this.#playout.untilSpoken(this.#text, this.signal);
  }

  commit(action: () => void): void {
    if (this.#isAdopted) action();
    else if (!this.signal.aborted) this.#uncommitted.push(action);
  }

  /** U1: what it has cost so far, for whoever pays, and how much of it was heard. */
  usage(isSpeculative: boolean): UsageEvent[] {
    const { timing } = this.#playout;
    const playedMs = this.playedMs();
    const spoken: UsageEvent[] =
      this.#spokenBy === null || timing.text === ''
        ? []
        : [
            {
              kind: 'usage',
              capability: 'text-to-speech',
              responseId: this.responseId,
              producedBy: this.#spokenBy,
              isSpeculative,
              characters: timing.text.length,
              heardCharacters: this.#playout.firstSentAtMs === null ? 0 : timing.heardText(playedMs).length,
              seconds: timing.soundMs / 1000,
              heardSeconds: Math.min(playedMs, timing.soundMs) / 1000,
            },
          ];
    return [...(this.#producedBy === null ? [] : this.#meter.usage(this.responseId, this.#producedBy, isSpeculative)), ...spoken];
  }

  /** What it says, as far as that is known. */
  get text(): string {
    return this.#text;
  }

  /** Characters written so far. */
  get writtenLength(): number {
    return this.#text.length;
  }

  /** D2: the draft is the answer. */
  adopt(): void {
    if (this.#isAdopted) return;
    this.#isAdopted = true;
    for (const action of this.#uncommitted) action();
    this.#uncommitted = [];
    if (this.#text !== '') {
      this.#options.emit({ kind: 'response-text', responseId: this.responseId, delta: this.#text, text: this.#text, isFinal: false });
      if (this.#isTextFinal) this.#tellWholeText();
    }
    this.#markAdopted();
  }

  /** D3: throws it away, wherever it is. */
  discard(): void {
    this.#isOver = true;
    this.#uncommitted = [];
    this.#stop.abort({ kind: 'draft-dropped', atMs: this.#options.now() });
  }

  /** F1: says this while the answer is still being made, unless the answer has begun meanwhile. */
  fill(filler: string): void {
    if (this.#written === null || this.#hasAnswerBegun || this.#isOver || filler.trim() === '') return;
    const reader = new MarkupReader(this.#options.markup);
    // A line break makes it a segment of its own, spoken at once.
    const parts = [...reader.read(`${filler.trim()}\n`), ...reader.end()];
    this.#wrote(`${textOf(parts).trim()} `);
    for (const part of parts) this.#written.offer(part);
  }

  hold(): void {
    this.#playout.hold();
  }

  resume(): void {
    this.#playout.resume();
  }

  reported(playedMs: number, isDrained: boolean): void {
    this.#playout.reported(playedMs, isDrained);
  }

  marked(soundMs: number): void {
    this.#playout.marked(soundMs);
  }

  playedMs(): number {
    return this.#options.voice === null ? 0 : this.#playout.playedMs();
  }

  firstPlayedAtMs(): number | null {
    return this.#playout.firstPlayedAtMs;
  }

  /** Ends it, wherever it is: nothing more of it is made or sent. Tells what was said and what of it was heard. */
  finish(isInterruption: boolean): Extract<ConversationEventFrame, { kind: 'response-ended' }> {
    const { voice, now } = this.#options;
    const wasOver = this.#isOver;
    this.#isOver = true;
    this.#stop.abort({ kind: isInterruption ? 'barge-in' : 'stopped', atMs: now() });
    const playedMs = voice === null ? 0 : this.#playout.cut();
    const { timing } = this.#playout;
    const isInterrupted = isInterruption || !wasOver;
    const text = this.#wholeText();
    const heardText = voice === null || wasOver ? text : spaced(timing.heardText(playedMs));
    const clockOf = (soundMs: number) => this.#playout.clockOf(soundMs);
    return {
      kind: 'response-ended',
      responseId: this.responseId,
      turnId: this.turnId,
      trigger: this.trigger,
      text,
      heardText,
      isInterrupted: isInterrupted && heardText !== text,
      producedBy: this.#producedBy,
      startMs: Math.round(this.#playout.firstSentAtMs ?? this.#startedMs),
      endMs: Math.round(now()),
      words: voice === null ? [] : toHeardWords(timing, wasOver ? timing.soundMs : playedMs, clockOf),
    };
  }

  async #run(words: AsyncIterable<string>, recorded: PhraseSound | null = null): Promise<void> {
    try {
      if (this.#options.voice === null) await this.#write(words);
      else if (recorded !== null) await this.#replay(words, recorded);
      else await this.#speak(words, this.#options.voice);
      await this.adopted();
      if (this.signal.aborted) return;
      this.#isOver = true;
      // A model that says nothing is answered for; who is given nothing to say has said all.
      this.#options.onFinished(this.#text.trim() === '' && this.#producedBy !== null);
    } catch (error) {
      if (!this.signal.aborted) this.#options.onFailed(error);
    }
  }

  /** A text conversation: the words are the answer. */
  async #write(words: AsyncIterable<string>): Promise<void> {
    const reader = new MarkupReader(this.#options.markup);
    for await (const delta of words) {
      this.signal.throwIfAborted();
      const isBreath = delta === breath;
      if (isBreath && /\s$/u.test(this.#text)) continue;
      this.#wrote(textOf(reader.read(isBreath ? ' ' : delta)));
    }
    this.#wrote(textOf(reader.end()));
    this.#textEnded();
  }

  async #replay(words: AsyncIterable<string>, { pcm, sampleRate }: PhraseSound): Promise<void> {
    await this.#write(words);
    this.#playout.timing.addSegment(this.#text);
    async function* sound(): AsyncGenerator<SpeechChunk, void, void> {
      yield { pcm, endsSegment: 0 };
    }
    await this.#playout.play(sound(), sampleRate, this.#options.onAudible, this.signal);
  }

  async #speak(words: AsyncIterable<string>, cast: Cast): Promise<void> {
    const written = new Channel<SpokenPart>({ capacity: textAhead, whenFull: 'wait' });
    this.#written = written;
    const writing = this.#pump(words, written);
    // Awaited below, after playout; until then its failure must not count as unhandled.
    writing.catch(() => undefined);
    const closeOnAbort = () => written.fail(this.signal.reason);
    this.signal.addEventListener('abort', closeOnAbort, { once: true });
    try {
      const sampleRate = await cast.sampleRate();
      this.#spokenBy = (await cast.session(null)).producedBy;
      this.signal.throwIfAborted();
      const { timing } = this.#playout;
      const { pronounce } = this.#options;
      const sound = speak(script(written), { cast, pronounce, signal: this.signal, onSegment: (text) => timing.addSegment(text) });
      await this.#playout.play(readAhead(this.#timed(sound), speechAhead), sampleRate, this.#options.onAudible, this.signal);
      await writing;
    } finally {
      this.signal.removeEventListener('abort', closeOnAbort);
      written.close();
      await writing.catch(() => undefined);
    }
  }

  /** `respond` reads ahead of speech: a purely pulled line would stall the model behind playback. */
  async #pump(words: AsyncIterable<string>, written: Channel<SpokenPart>): Promise<void> {
    const reader = new MarkupReader(this.#options.markup);
    const hand = async (parts: readonly SpokenPart[]): Promise<boolean> => {
      this.#wrote(textOf(parts));
      for (const part of parts) if (!(await written.send(part))) return false;
      return true;
    };
    try {
      for await (const delta of words) {
        if (this.signal.aborted) return;
        this.#hasAnswerBegun = true;
        if (!(await hand(reader.read(delta)))) return;
      }
      await hand(reader.end());
      this.#textEnded();
      written.close();
    } catch (error) {
      if (this.signal.aborted) return;
      // What was written before the failure is still spoken; the failure comes after it.
      this.#textEnded();
      written.close();
      throw error;
    }
  }

  async *#timed(chunks: AsyncIterable<SpeechChunk>): AsyncGenerator<SpeechChunk, void, void> {
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst && chunk.pcm.length > 0) {
        isFirst = false;
        this.#options.onFirstByte();
      }
      yield chunk;
    }
  }

  #wrote(delta: string): void {
    if (delta === '') return;
    this.#text += delta;
    if (this.#isAdopted) this.#options.emit({ kind: 'response-text', responseId: this.responseId, delta, text: this.#text, isFinal: false });
  }

  #textEnded(): void {
    if (this.#isTextFinal || this.#text.trim() === '') return;
    this.#isTextFinal = true;
    if (this.#isAdopted) this.#tellWholeText();
  }

  #tellWholeText(): void {
    this.#options.emit({ kind: 'response-text', responseId: this.responseId, delta: '', text: this.#wholeText(), isFinal: true });
  }

  /** What is written is shown as it is; what is spoken has no lines. */
  #wholeText(): string {
    return this.#options.voice === null ? this.#text.trim() : spaced(this.#text);
  }
}

function textOf(parts: readonly SpokenPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
const spaced = (text: string) => text.replace(/\s+/gu, ' ').trim();
