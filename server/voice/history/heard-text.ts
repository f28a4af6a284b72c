import type { Alignment } from '../../providers/spec/text-to-speech';
import type { HeardWord, TimedCharacter } from '../frames';

/** Characters a second where nothing else is known of a voice's pace. */
const usualPace = 15;

interface SpokenSegment {
  readonly text: string;
  readonly startMs: number;
  /** Null while its sound is still being made. */
  readonly endMs: number | null;
}

/**
 * When each character of one response sounds, gathered while it is spoken. Vendors' own alignments come first; where there are none,
 * a segment's characters share its duration.
 */
export class SpeechTiming {
  #segments: SpokenSegment[] = [];
  #finishedSegments = 0;
  #soundMs = 0;
  #alignedText = '';
  #alignedStartMs: number[] = [];

  addSegment(text: string): void {
    this.#segments.push({ text, startMs: -1, endMs: null });
  }

  /** Sound was made: `durationMs` of it. */
  addSound(durationMs: number, endsSegment: number | undefined): void {
    this.#openSegment(this.#finishedSegments);
    this.#soundMs += durationMs;
    if (endsSegment === undefined) return;
    for (let i = this.#finishedSegments; i <= endsSegment; i++) {
      const segment = this.#openSegment(i);
      if (segment !== undefined) this.#segments[i] = { ...segment, endMs: this.#soundMs };
    }
    this.#finishedSegments = Math.max(this.#finishedSegments, endsSegment + 1);
  }

  addAlignment(alignment: Alignment): void {
    for (let i = 0; i < alignment.chars.length; i++) {
      const chars = alignment.chars[i] ?? '';
      for (let j = 0; j < chars.length; j++) this.#alignedStartMs.push(alignment.startMs[i] ?? 0);
      this.#alignedText += chars;
    }
  }

  /** All sound is made. */
  finish(): void {
    this.addSound(0, this.#segments.length - 1);
  }

  /** Everything given to the voice. */
  get text(): string {
    return this.#segments.map((segment) => segment.text).join('');
  }

  get soundMs(): number {
    return this.#soundMs;
  }

  /** Start of each character of `text`, in ms of the response's sound. */
  characterStarts(): number[] {
    const text = this.text;
    if (this.#alignedText !== '' && text.startsWith(this.#alignedText.slice(0, Math.min(this.#alignedText.length, text.length))))
      return this.#startsByAlignment(text);
    const starts: number[] = [];
    let atMs = 0;
    for (const segment of this.#segments) {
      const startMs = segment.startMs >= 0 ? segment.startMs : atMs;
      const guessMs = (segment.text.length / usualPace) * 1000;
      const durationMs = segment.endMs === null ? Math.max(guessMs, this.#soundMs - startMs) : segment.endMs - startMs;
      for (let i = 0; i < segment.text.length; i++) starts.push(startMs + (durationMs * i) / segment.text.length);
      atMs = startMs + durationMs;
    }
    return starts;
  }

  /** Characters from the given one on that begin to sound before `untilMs`; times count from `fromMs`. What was guessed wrongly before is made up for, not told again. */
  charactersFrom(index: number, fromMs: number, untilMs: number): TimedCharacter[] {
    const text = this.text;
    const starts = this.characterStarts();
    const found: TimedCharacter[] = [];
    for (let i = index; i < text.length; i++) {
      const startMs = starts[i] ?? Number.POSITIVE_INFINITY;
      if (startMs >= untilMs) break;
      const endMs = starts[i + 1] ?? Math.max(this.#soundMs, startMs);
      found.push({ text: text[i] ?? '', startMs: Math.round(Math.max(0, startMs - fromMs)), durationMs: Math.round(Math.max(0, endMs - startMs)) });
    }
    return found;
  }

  /** The words whose sound had begun, and for the greater part been played, when `playedMs` of sound was heard. */
  heardText(playedMs: number): string {
    const words = this.words(playedMs);
    const last = words.findLast((word) => word.isHeard);
    return last === undefined ? '' : this.text.slice(0, last.end).trim();
  }

  words(playedMs: number): { readonly text: string; readonly end: number; readonly startMs: number; readonly endMs: number; readonly isHeard: boolean }[] {
    const text = this.text;
    const starts = this.characterStarts();
    const isWhole = this.#segments.every((segment) => segment.endMs !== null) && playedMs >= this.#soundMs - 60;
    return [...text.matchAll(/\S+/gu)].map((match) => {
      const end = match.index + match[0].length;
      const startMs = starts[match.index] ?? this.#soundMs;
      const endMs = starts[end] ?? Math.max(this.#soundMs, startMs);
      return { text: match[0], end, startMs, endMs, isHeard: isWhole || (startMs + endMs) / 2 < playedMs };
    });
  }

  #openSegment(index: number): SpokenSegment | undefined {
    const segment = this.#segments[index];
    if (segment === undefined || segment.startMs >= 0) return segment;
    const opened = { ...segment, startMs: this.#soundMs };
    this.#segments[index] = opened;
    return opened;
  }

  #startsByAlignment(text: string): number[] {
    const last = this.#alignedStartMs[this.#alignedStartMs.length - 1] ?? 0;
    return Array.from(text, (_, i) => this.#alignedStartMs[i] ?? last + ((i - this.#alignedStartMs.length + 1) / usualPace) * 1000);
  }
}

/** The same words on the conversation's clock. */
export function toHeardWords(timing: SpeechTiming, playedMs: number, clockOf: (soundMs: number) => number): HeardWord[] {
  return timing
    .words(playedMs)
    .map(({ text, startMs, endMs, isHeard }) => ({ text, startMs: Math.round(clockOf(startMs)), endMs: Math.round(clockOf(endMs)), isHeard }));
}
