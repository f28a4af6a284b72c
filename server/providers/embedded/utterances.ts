import { KeptUtterance } from './kept-utterance';
import type { RecognisedWord } from './recogniser';

/** A decoder that hears one utterance at a time and is done with it once it gave its words. */
export interface UtteranceDecoder {
  start(): void;
  feed(pcm: Int16Array): void;
  /** Ends the utterance; its words, timed in milliseconds from its beginning. */
  end(): readonly RecognisedWord[];
}

/** One turn of a decoder that hears one utterance at a time: words may be asked for at each pause, and the turn may go on after it. */
export class Utterances {
  readonly #decoder: UtteranceDecoder;
  #isRunning = false;
  #samples = 0;
  /** Where the running or last utterance began. */
  #start = 0;
  #words: RecognisedWord[] = [];
  /** Words of the utterances before the running or last one. */
  #wordsBefore = 0;
  #kept = new KeptUtterance();

  constructor(decoder: UtteranceDecoder) {
    this.#decoder = decoder;
  }

  /** Words of the utterances that are over, in milliseconds since the last reset. */
  get words(): readonly RecognisedWord[] {
    return this.#words;
  }

  /** Whether the decoder has heard something since its words were taken. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  push(pcm: Int16Array): void {
    this.#samples += pcm.length;
    if (this.#isRunning) return this.#feed(pcm);
    const how = this.#kept.follow(pcm);
    if (how === 'wait') return;
    const { whole, rest } = this.#kept;
    if (how === 'again') {
      this.#words.length = this.#wordsBefore;
    } else {
      this.#wordsBefore = this.#words.length;
      this.#start = this.#samples - rest.reduce((sum, part) => sum + part.length, 0);
    }
    this.#decoder.start();
    this.#isRunning = true;
    this.#kept = new KeptUtterance();
    for (const part of how === 'again' ? [...whole, ...rest] : rest) this.#feed(part);
  }

  finish(): readonly RecognisedWord[] {
    if (!this.#isRunning) return this.#words;
    this.#isRunning = false;
    const startMs = this.#start / 16;
    for (const word of this.#decoder.end()) this.#words.push({ ...word, startMs: startMs + word.startMs, endMs: startMs + word.endMs });
    return this.#words;
  }

  reset(): void {
    if (this.#isRunning) this.#decoder.end();
    this.#isRunning = false;
    this.#samples = 0;
    this.#start = 0;
    this.#words = [];
    this.#wordsBefore = 0;
    this.#kept = new KeptUtterance();
  }

  #feed(pcm: Int16Array): void {
    this.#kept.add(pcm);
    this.#decoder.feed(pcm);
  }
}
