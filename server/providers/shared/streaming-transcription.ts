import { systemClock } from '../../lib/clock';
import { DeadlineError, orAborted } from '../../lib/wait';
import { ProviderError } from '../spec/provider-error';
import {
  type SpeechToTextOptions,
  type SpeechToTextProvider,
  type SpeechToTextSession,
  type TranscribedWord,
  type Transcription,
  transcriptionSampleRate,
} from '../spec/speech-to-text';
import { errorOfCategory, errorOfThrown, type HttpFailure } from './failures';
import { openVendorSocket, type VendorSocket } from './vendor-socket';

/** What a vendor's message means for the open turn. Times are seconds on the clock of the sound sent over this connection. */
export type HeardEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'partial'; readonly text: string }
  | {
      readonly kind: 'final';
      readonly text: string;
      readonly confidence?: number;
      readonly language?: string;
      readonly words?: readonly { readonly text: string; readonly start: number; readonly end: number }[];
      /** Where the text begins and ends; absent where the vendor does not say. */
      readonly from?: number;
      readonly until?: number;
      /** It answers a request for the rest. */
      readonly isLast: boolean;
    }
  /** A request for the rest found no more speech. */
  | { readonly kind: 'nothing-more' }
  | { readonly kind: 'error'; readonly error: ProviderError };

/** A vendor that hears a stream of sound over a socket, in its own words. */
export interface StreamingVendor {
  readonly id: string;
  readonly provider: string;
  readonly languages: readonly string[] | '*';
  address(options: SpeechToTextOptions): { readonly url: string; readonly headers: Record<string, string> };
  /** Says by itself that it is ready to listen. */
  readonly announcesReady: boolean;
  sound(pcm: Int16Array): string | Uint8Array;
  /** Asks for the text of all sound sent so far. */
  readonly askForRest: string;
  readonly keepAlive?: string;
  readonly farewell?: string;
  read(message: string): readonly HeardEvent[];
  toError(failure: HttpFailure): ProviderError;
  closeError?(code: number, reason: string): ProviderError | undefined;
}

const openMs = 5_000;
const answerMs = 8_000;
/** Quiet after which a request is answered with what is there, when so little sound was left that the vendor may not answer at all. */
const quietMs = 700;
const littleSound = 0.25;
const keepAliveMs = 4_000;
const suspectAfterMs = 450;
const proofMs = 450;
const mostKeptSamples = 60 * transcriptionSampleRate;

export function transcriptionByStream(vendor: StreamingVendor): SpeechToTextProvider {
  return {
    id: vendor.id,
    isStreaming: true,
    languages: vendor.languages,
    async open(options) {
      const session = new StreamingSession(vendor, options);
      await session.connect();
      return session;
    },
  };
}

interface Final {
  readonly text: string;
  readonly confidence?: number;
  readonly language?: string;
  readonly words: readonly TranscribedWord[];
}

/** One connection and where its clock stands; a new one begins at zero with the open turn. */
interface Connection {
  readonly socket: VendorSocket;
  readonly controller: AbortController;
  sentSamples: number;
  /** Where the open turn begins, in samples. */
  turnStart: number;
  /** Sound sent since the last request for the rest. */
  unasked: number;
  answeredUntil: number;
}

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

class StreamingSession implements SpeechToTextSession {
  readonly #vendor: StreamingVendor;
  readonly #options: SpeechToTextOptions;
  #connection: Connection | undefined;
  #reconnecting: Promise<void> | undefined;
  #mayReconnect = true;
  #death: ProviderError | undefined;
  #isClosed = false;
  #turn: Int16Array[] = [];
  #turnSamples = 0;
  #finals: Final[] = [];
  #partial = '';
  #waiters = new Set<Waiter>();
  #stopKeepAlive: (() => void) | undefined;

  constructor(vendor: StreamingVendor, options: SpeechToTextOptions) {
    this.#vendor = vendor;
    this.#options = options;
  }

  async connect(): Promise<void> {
    const { url, headers } = this.#vendor.address(this.#options);
    const controller = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, controller.signal]);
    const { provider } = this.#vendor;
    const vendor = this.#vendor;
    const socket = await openVendorSocket({
      url,
      headers,
      signal,
      provider,
      openMs,
      toError: (failure) => vendor.toError(failure),
      closeError: (code, reason) => vendor.closeError?.(code, reason),
    });
    const connection: Connection = { socket, controller, sentSamples: 0, turnStart: 0, unasked: 0, answeredUntil: 0 };
    const ready = Promise.withResolvers<void>();
    ready.promise.catch(() => undefined);
    if (!vendor.announcesReady) ready.resolve();
    this.#listen(connection, ready).then(
      () => this.#ended(connection, errorOfCategory(provider, 'connectivity', 'the vendor closed the connection')),
      (error: unknown) => {
        ready.reject(error);
        this.#ended(connection, error);
      },
    );
    const cancel = systemClock.after(openMs, () => ready.reject(errorOfThrown(provider, new DeadlineError('the vendor’s readiness', openMs))));
    try {
      await ready.promise;
    } catch (error) {
      controller.abort(error);
      throw error;
    } finally {
      cancel();
    }
    this.#connection = connection;
    for (const pcm of this.#turn) this.#sendSound(connection, pcm);
    this.#keepAlive();
  }

  push(pcm: Int16Array): void {
    if (this.#isClosed) return;
    this.#turn.push(pcm);
    this.#turnSamples += pcm.length;
    while (this.#turnSamples > mostKeptSamples) this.#turnSamples -= this.#turn.shift()?.length ?? this.#turnSamples;
    if (this.#connection !== undefined) this.#sendSound(this.#connection, pcm);
  }

  async transcribe(signal: AbortSignal): Promise<Transcription> {
    signal.throwIfAborted();
    this.#options.signal.throwIfAborted();
    if (this.#isClosed) throw new Error('the session was closed');
    await orAborted(this.#reconnecting ?? Promise.resolve(), signal);
    if (this.#death !== undefined) throw this.#death;
    const connection = this.#connection;
    if (connection !== undefined && connection.unasked > 0) await this.#askForRest(connection, signal);
    return this.#transcription();
  }

  commit(): void {
    this.#turn = [];
    this.#turnSamples = 0;
    this.#finals = [];
    this.#partial = '';
    if (this.#connection !== undefined) this.#connection.turnStart = this.#connection.sentSamples;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopKeepAlive?.();
    const connection = this.#connection;
    this.#connection = undefined;
    this.commit();
    this.#settle(new Error('the session was closed'));
    if (connection === undefined) return;
    if (this.#vendor.farewell !== undefined) connection.socket.send(this.#vendor.farewell);
    connection.socket.close();
  }

  async #listen(connection: Connection, ready: PromiseWithResolvers<void>): Promise<void> {
    for await (const message of connection.socket.messages) {
      for (const event of this.#vendor.read(message)) {
        if (event.kind === 'ready') ready.resolve();
        else if (event.kind === 'error') throw event.error;
        else this.#heard(connection, event);
      }
    }
  }

  #heard(connection: Connection, event: Exclude<HeardEvent, { kind: 'ready' | 'error' }>): void {
    if (event.kind === 'nothing-more') return this.#settle();
    if (event.kind === 'partial') {
      if (event.text === '') return;
      this.#partial = event.text;
      return this.#tellPartial();
    }
    const turnStart = connection.turnStart / transcriptionSampleRate;
    // Text of a turn that was closed meanwhile is of no use any more.
    const isStale = event.until !== undefined && event.until <= turnStart + 0.05 && turnStart > 0;
    if (event.until !== undefined) connection.answeredUntil = Math.max(connection.answeredUntil, event.until);
    if (event.text !== '' && !isStale) {
      this.#finals.push({
        text: event.text,
        ...(event.confidence === undefined ? {} : { confidence: event.confidence }),
        ...(event.language === undefined ? {} : { language: event.language }),
        words: (event.words ?? []).map((word) => ({
          text: word.text,
          startMs: Math.round((word.start - turnStart) * 1_000),
          endMs: Math.round((word.end - turnStart) * 1_000),
        })),
      });
      this.#partial = '';
      this.#tellPartial();
    }
    this.#mayReconnect = true;
    if (event.isLast) this.#settle();
  }

  #tellPartial(): void {
    const stable = this.#finals.map((final) => final.text).join(' ');
    const text = [stable, this.#partial].filter((part) => part !== '').join(' ');
    this.#options.onPartial({ text, stableLength: stable.length });
  }

  async #askForRest(connection: Connection, signal: AbortSignal): Promise<void> {
    const { provider } = this.#vendor;
    const unheard = connection.sentSamples / transcriptionSampleRate - connection.answeredUntil;
    const isLittle = connection.answeredUntil > 0 && unheard < littleSound;
    const waiter = Promise.withResolvers<void>();
    const entry: Waiter = { resolve: waiter.resolve, reject: waiter.reject };
    this.#waiters.add(entry);
    const cancel = systemClock.after(isLittle ? quietMs : answerMs, () =>
      isLittle ? waiter.resolve() : waiter.reject(errorOfThrown(provider, new DeadlineError('the transcription', answerMs))),
    );
    connection.unasked = 0;
    try {
      if (!connection.socket.send(this.#vendor.askForRest)) throw errorOfCategory(provider, 'connectivity', 'the connection takes nothing any more');
      await orAborted(waiter.promise, signal);
    } catch (error) {
      // Whoever asks again asks for the same sound.
      connection.unasked = 1;
      throw error;
    } finally {
      cancel();
      this.#waiters.delete(entry);
    }
  }

  #settle(error?: unknown): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) {
      if (error === undefined) waiter.resolve();
      else waiter.reject(error);
    }
  }

  #transcription(): Transcription {
    const finals = this.#finals;
    const scored = finals.filter((final) => final.confidence !== undefined);
    const letters = scored.reduce((sum, final) => sum + final.text.length, 0);
    const words = finals.flatMap((final) => final.words);
    const language = finals.find((final) => final.language !== undefined)?.language;
    return {
      text: finals
        .map((final) => final.text)
        .join(' ')
        .trim(),
      ...(letters === 0 ? {} : { confidence: scored.reduce((sum, final) => sum + (final.confidence ?? 0) * final.text.length, 0) / letters }),
      ...(language === undefined ? {} : { language }),
      ...(words.length === 0 ? {} : { words }),
      producedBy: this.#vendor.id,
    };
  }

  #sendSound(connection: Connection, pcm: Int16Array): void {
    if (connection.socket.send(this.#vendor.sound(pcm))) {
      connection.sentSamples += pcm.length;
      connection.unasked += pcm.length;
      // While speech is coming, a vendor that has long said nothing shows that it is there; a dead line is opened anew within a second.
      if (systemClock.nowMs() - connection.socket.lastSignMs > suspectAfterMs) connection.socket.prove(proofMs);
    } else this.#options.onError(errorOfCategory(this.#vendor.provider, 'overloaded', 'the vendor does not keep up; sound was dropped'));
    this.#keepAlive();
  }

  /** Restarts the wait after which an idle connection is shown to be alive. */
  #keepAlive(): void {
    const { keepAlive } = this.#vendor;
    this.#stopKeepAlive?.();
    if (keepAlive === undefined || this.#isClosed) return;
    this.#stopKeepAlive = systemClock.after(keepAliveMs, () => {
      this.#connection?.socket.send(keepAlive);
      this.#keepAlive();
    });
  }

  /** A lost connection is opened again once, and hears the open turn anew; lost again before it gave anything, the session is dead. */
  #ended(connection: Connection, thrown: unknown): void {
    if (this.#connection !== connection || this.#isClosed) return;
    this.#connection = undefined;
    this.#stopKeepAlive?.();
    if (this.#options.signal.aborted) return this.#settle(this.#options.signal.reason);
    const error = errorOfThrown(this.#vendor.provider, thrown);
    this.#settle(error);
    if (error.isPermanent || !this.#mayReconnect) return this.#die(error);
    this.#mayReconnect = false;
    this.#finals = [];
    this.#partial = '';
    this.#reconnecting = this.connect()
      .then(
        () => this.#options.onError(error),
        (again: unknown) => this.#die(errorOfThrown(this.#vendor.provider, again)),
      )
      .finally(() => {
        this.#reconnecting = undefined;
      });
  }

  #die(error: ProviderError): void {
    this.#death = new ProviderError(error.message, { provider: error.provider, category: error.category, isPermanent: true, owner: error.owner, cause: error });
    this.#options.onError(this.#death);
  }
}
