import type { Transcription } from '../../providers/spec/speech-to-text';
import { Transcriber, type TranscriberOptions } from '../stages/transcribe';
import type { Utterance } from './person-voice';

/** Sound that waits while an earlier utterance is being recognised, in samples at 16 kHz: fifteen seconds. */
const mostWaitingSamples = 240_000;
/** Utterances that wait; more are not recognised. */
const mostWaitingUtterances = 8;

export interface PersonWordsOptions extends Omit<TranscriberOptions, 'onPartial' | 'onTranscription' | 'onFailure'> {
  /** Null: the words were not recognised. `seconds`: of sound given to speech-to-text. */
  readonly onWords: (utterance: Utterance, words: Transcription | null, seconds: number) => void;
  readonly onFailure: (error: unknown) => void;
}

type Waiting = { readonly kind: 'sound'; readonly pcm: Int16Array } | { readonly kind: 'end'; readonly utterance: Utterance };

/** A second ear, for the person who speaks in the agent's place: one utterance is recognised at a time, in order. */
export class PersonWords {
  readonly #options: PersonWordsOptions;
  readonly #ear: Transcriber;
  #asked: Utterance | null = null;
  #waiting: Waiting[] = [];
  #waitingSamples = 0;
  #waitingUtterances = 0;
  #isClosing = false;

  constructor(options: PersonWordsOptions) {
    this.#options = options;
    this.#ear = new Transcriber({
      ...options,
      onPartial: () => undefined,
      onTranscription: (id, _attempt, transcription) => this.#answered(id, transcription),
      onFailure: (id, _attempt, error) => {
        options.onFailure(error);
        if (id !== null) this.#answered(id, null);
      },
    });
  }

  hear(pcm: Int16Array): void {
    if (this.#asked === null) return this.#ear.push(pcm);
    if (this.#waitingSamples + pcm.length > mostWaitingSamples) return;
    this.#waiting.push({ kind: 'sound', pcm });
    this.#waitingSamples += pcm.length;
  }

  ended(utterance: Utterance): void {
    if (this.#asked !== null) {
      if (this.#waitingUtterances >= mostWaitingUtterances) return this.#options.onWords(utterance, null, 0);
      this.#waiting.push({ kind: 'end', utterance });
      this.#waitingUtterances++;
      return;
    }
    this.#asked = utterance;
    this.#ear.ask(utterance.id, 1);
  }

  /** What was said last is still recognised, each utterance within the ear's deadline; then the ear is closed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#asked !== null) await this.#untilIdle();
    await this.#ear.close();
  }

  /** The conversation is over: what is not recognised by now is told as such. */
  giveUp(): void {
    const open = [this.#asked, ...this.#waiting.map((part) => (part.kind === 'end' ? part.utterance : null))];
    this.#asked = null;
    this.#waiting = [];
    this.#ear.cancel();
    for (const utterance of open) if (utterance !== null) this.#options.onWords(utterance, null, 0);
    this.#markIdle();
  }

  #markIdle: () => void = () => undefined;

  #untilIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#markIdle = resolve;
    });
  }

  #answered(id: number, words: Transcription | null): void {
    const utterance = this.#asked;
    if (utterance?.id !== id) return;
    this.#asked = null;
    this.#ear.commit();
    this.#options.onWords(utterance, words, this.#ear.takeSeconds());
    this.#goOn();
    if (this.#isClosing && this.#asked === null) this.#markIdle();
  }

  /** What was said meanwhile, up to the end of the next utterance. */
  #goOn(): void {
    while (this.#asked === null) {
      const part = this.#waiting.shift();
      if (part === undefined) return;
      if (part.kind === 'end') {
        this.#waitingUtterances--;
        this.ended(part.utterance);
      } else {
        this.#waitingSamples -= part.pcm.length;
        this.#ear.push(part.pcm);
      }
    }
  }
}
