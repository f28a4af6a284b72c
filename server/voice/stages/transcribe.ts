import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { SpeechToTextProvider, SpeechToTextSession, Transcription } from '../../providers/spec/speech-to-text';

/** Sound kept while the session is still opening, in samples at 16 kHz: ten seconds. */
const openingLimit = 160_000;
const openDeadlineMs = 15_000;
const answerDeadlineMs = 7_500;

export interface TranscriberOptions {
  readonly provider: SpeechToTextProvider;
  readonly language: string;
  /** May be spoken as well. */
  readonly otherLanguages: readonly string[];
  readonly hints: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPartial: (text: string) => void;
  readonly onTranscription: (turnId: number, attempt: number, transcription: Transcription) => void;
  readonly onFailure: (turnId: number | null, attempt: number, error: unknown) => void;
}

/**
 * One conversation's ear: opens in the background, keeps the sound until then, answers one request for text at a time. One that could
 * not be opened is opened anew by the next request.
 */
export class Transcriber {
  readonly #options: TranscriberOptions;
  #opening: Promise<SpeechToTextSession> | null = null;
  #session: SpeechToTextSession | null = null;
  #waiting: Int16Array[] = [];
  #waitingSamples = 0;
  #samples = 0;
  #asked: AbortController | null = null;

  constructor(options: TranscriberOptions) {
    this.#options = options;
    this.#opened().catch((error: unknown) => {
      if (!options.signal.aborted) options.onFailure(null, 0, error);
    });
  }

  /** Seconds of sound it was given since this was asked last. */
  takeSeconds(): number {
    const seconds = this.#samples / 16_000;
    this.#samples = 0;
    return seconds;
  }

  push(pcm: Int16Array): void {
    this.#samples += pcm.length;
    if (this.#session !== null) return this.#session.push(pcm);
    if (this.#waitingSamples + pcm.length > openingLimit) return;
    this.#waiting.push(pcm);
    this.#waitingSamples += pcm.length;
  }

  /** Asks for the text of the open turn; the answer comes to `onTranscription` or `onFailure`, unless `cancel` comes first. */
  ask(turnId: number, attempt: number): void {
    this.cancel();
    const asked = new AbortController();
    this.#asked = asked;
    const { clock, signal } = this.#options;
    void withDeadline({ clock, limitMs: answerDeadlineMs, what: 'the transcription', signal: AbortSignal.any([signal, asked.signal]) }, async (within) => {
      const session = this.#session ?? (await this.#opened());
      return session.transcribe(within);
    }).then(
      (transcription) => {
        if (!asked.signal.aborted) this.#options.onTranscription(turnId, attempt, transcription);
      },
      (error: unknown) => {
        if (!asked.signal.aborted && !signal.aborted) this.#options.onFailure(turnId, attempt, error);
      },
    );
  }

  cancel(): void {
    this.#asked?.abort({ kind: 'superseded' });
    this.#asked = null;
  }

  /** The turn is closed or was none. */
  commit(): void {
    this.cancel();
    this.#waiting = [];
    this.#waitingSamples = 0;
    this.#session?.commit();
  }

  async close(): Promise<void> {
    this.cancel();
    const session = await this.#opening?.catch(() => null);
    await session?.close();
  }

  #opened(): Promise<SpeechToTextSession> {
    if (this.#opening !== null) return this.#opening;
    const opening = this.#open();
    this.#opening = opening;
    opening.catch(() => {
      this.#opening = null;
    });
    return opening;
  }

  async #open(): Promise<SpeechToTextSession> {
    const { provider, language, otherLanguages, hints, clock, signal } = this.#options;
    const session = await withDeadline({ clock, limitMs: openDeadlineMs, what: `opening ${provider.id}`, signal }, () =>
      provider.open({
        language,
        otherLanguages,
        hints,
        signal,
        onPartial: (partial) => this.#options.onPartial(partial.text),
        onError: (error) => {
          if (!signal.aborted) this.#options.onFailure(null, 0, error);
        },
      }),
    );
    for (const pcm of this.#waiting) session.push(pcm);
    this.#waiting = [];
    this.#waitingSamples = 0;
    this.#session = session;
    return session;
  }
}
