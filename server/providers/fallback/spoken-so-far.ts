import { pauseMark, pausesIn, withoutMarks } from '../spec/speech-marks';

/** A voice not heard to finish anything yet is taken to say so many letters a second: rather too few, a word twice is better than a word lost. */
const cautiousPace = 12;
/** Sound may end in silence, and a voice's pace is not even. */
const margin = 0.85;

/** How much of the open segment was spoken when its voice broke off, by the pace that voice has had so far. */
export class SpokenSoFar {
  #openMs = 0;
  #finishedMs = 0;
  #finishedLetters = 0;

  sounded(ms: number): void {
    this.#openMs += ms;
  }

  /** The open segment was spoken to its end. */
  finished(segment: string): void {
    this.#finishedLetters += withoutMarks(segment).trim().length;
    this.#finishedMs += this.#openMs;
    this.#openMs = 0;
  }

  /** As it stands now: the next voice adds to it. */
  get inOpenSegment(): { leftOf(segment: string): string } {
    const pace = this.#finishedMs < 500 ? cautiousPace : (this.#finishedLetters / this.#finishedMs) * 1_000;
    const letters = Math.floor((this.#openMs / 1_000) * pace * margin);
    return { leftOf: (segment) => afterLetters(segment, letters) };
  }
}

/** From the word on in which so many letters end; the whole when that is its first, and at least its last word. */
function afterLetters(segment: string, letters: number): string {
  if (letters <= 0) return segment;
  const words = [...withoutMarks(segment).matchAll(/\S+\s*/gu)];
  const unfinished = words.findIndex((word) => word.index + word[0].trimEnd().length > letters);
  const from = words[unfinished < 0 ? words.length - 1 : unfinished];
  if (from === undefined || from.index === 0) return segment;
  const pauseMs = pausesIn(segment);
  return withoutMarks(segment).slice(from.index) + (pauseMs > 0 ? pauseMark(pauseMs) : '');
}
