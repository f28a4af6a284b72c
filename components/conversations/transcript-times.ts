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

/** An item's words with times where the voice gave any; of an interrupted answer the unheard rest comes last. */
export function shownWords(item: TranscriptItem): readonly ShownWord[] {
  const timed = item.parley?.words;
  if (timed !== undefined && timed.length > 0) return timed.map(({ text, startMs, endMs, isHeard }) => ({ text, startMs, endMs, isHeard }));
  const heard = item.message ?? '';
  const whole = item.originalMessage ?? heard;
  const rest = whole.startsWith(heard) ? whole.slice(heard.length) : '';
  return [...wordsOf(heard, true), ...wordsOf(rest, false)];
}

function wordsOf(text: string, isHeard: boolean): ShownWord[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ text: word, startMs: undefined, endMs: undefined, isHeard }));
}

/** Moments at which the agent was cut off. */
export function interruptionTimes(items: readonly TimedItem[]): readonly number[] {
  return items.filter(({ item }) => item.role === 'agent' && item.interrupted === true).map((timed) => timed.endMs);
}
