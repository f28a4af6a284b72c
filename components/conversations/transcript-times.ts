import type { TranscriptItem } from '@/server/contracts/conversation';

export interface TimedItem {
  readonly item: TranscriptItem;
  readonly index: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Items with their exact times, or with whole seconds where there are no others; an item without an end lasts until the next. */
export function timedItems(transcript: readonly TranscriptItem[], durationMs: number): readonly TimedItem[] {
  return transcript.map((item, index) => {
    const startMs = item.parley?.startMs ?? item.timeInCallSecs * 1000;
    const next = transcript[index + 1];
    const untilNext = next === undefined ? durationMs : (next.parley?.startMs ?? next.timeInCallSecs * 1000);
    return { item, index, startMs, endMs: item.parley?.endMs ?? Math.max(startMs, untilNext) };
  });
}

/** The item that sounds at this moment; of two that overlap, the one that began last. Between two items: the one before. */
export function activeItem(items: readonly TimedItem[], atMs: number): TimedItem | undefined {
  const begun = items.filter((timed) => timed.startMs <= atMs);
  return begun.findLast((timed) => timed.endMs >= atMs) ?? begun.at(-1);
}

export interface ShownWord {
  readonly text: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly isHeard: boolean;
}

/**
 * An item's words with times where the voice gave any; of an interrupted answer the unheard rest comes last. What a participant said has
 * its beginning and end only: its words are laid between them by their length.
 */
export function shownWords(item: TranscriptItem): readonly ShownWord[] {
  const timed = item.parley?.words;
  if (timed !== undefined && timed.length > 0) return timed.map(({ text, startMs, endMs, isHeard }) => ({ text, startMs, endMs, isHeard }));
  const heard = item.message ?? '';
  const whole = item.originalMessage ?? heard;
  const rest = whole.startsWith(heard) ? whole.slice(heard.length) : '';
  const words = [...wordsOf(heard, true), ...wordsOf(rest, false)];
  const isRecognised = item.role === 'user' || item.parley?.saidBy === 'person';
  return isRecognised && item.sourceMedium === 'audio' && item.parley !== undefined ? laidOut(words, item.parley) : words;
}

function laidOut(words: readonly ShownWord[], { startMs, endMs }: { readonly startMs: number; readonly endMs: number }): readonly ShownWord[] {
  if (endMs <= startMs) return words;
  // A word's length and the gap behind it.
  const lengths = words.map(({ text }) => text.length + 1);
  const perLetter = (endMs - startMs) / lengths.reduce((sum, length) => sum + length, 0);
  let reached = startMs;
  return words.map((word, index) => {
    const from = reached;
    reached += (lengths[index] ?? 0) * perLetter;
    return { ...word, startMs: Math.round(from), endMs: Math.round(reached) };
  });
}

function wordsOf(text: string, isHeard: boolean): ShownWord[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ text: word, startMs: undefined, endMs: undefined, isHeard }));
}

/** The turn after the one at this moment, or the one before it, among what was said. */
export function nextTurn(items: readonly TimedItem[], current: TimedItem | undefined, step: 1 | -1): TimedItem | undefined {
  const said = items.filter(({ item }) => item.message !== null);
  if (current === undefined) return said[0];
  return step === 1 ? said.find(({ index }) => index > current.index) : said.findLast(({ index }) => index < current.index);
}
