import type { TurnLatency } from '@/server/contracts/conversation';

export type LatencyPartName = 'endpointing' | 'transcription' | 'thinking' | 'speaking' | 'delivery';

export interface LatencyPart {
  readonly name: LatencyPartName;
  /** How long this part alone held up the answer, in ms. */
  readonly durationMs: number;
  /** When it was over, in ms after the participant's last speech. */
  readonly untilMs: number;
}

/** Work on the answer that was done while the end of turn was still awaited, and so held nothing up. */
export interface PreparedWork {
  /** From when to when, in ms after the participant's last speech. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** What was there before the turn closed, and by how many ms. */
  readonly steps: readonly { readonly name: LatencyPartName; readonly aheadMs: number }[];
}

export interface LatencyBreakdown {
  readonly parts: readonly LatencyPart[];
  /** Null where the answer was begun only after the turn had closed. */
  readonly prepared: PreparedWork | null;
  /** The sum of the parts. */
  readonly totalMs: number;
  /** Whether the answer was heard (or at least sent, where the client tells no playhead). */
  readonly isComplete: boolean;
}

/**
 * Cuts one turn's points in time into parts that add up. A step that was over before the one ahead of it, such as a transcription that came while
 * the end of turn was still awaited, held nothing up and has no length.
 */
export function latencyParts(latency: TurnLatency): LatencyBreakdown {
  const heard = latency.firstPlayedMs ?? latency.firstSentMs;
  const points: readonly (readonly [LatencyPartName, number | null])[] = [
    ['endpointing', latency.endpointingMs],
    ['transcription', latency.transcriptionMs],
    ['thinking', latency.firstTokenMs],
    ['speaking', latency.firstByteMs],
    ['delivery', heard],
  ];
  const parts: LatencyPart[] = [];
  let reached = 0;
  for (const [name, point] of points) {
    if (point === null) continue;
    const until = Math.max(reached, Math.round(point));
    parts.push({ name, durationMs: until - reached, untilMs: until });
    reached = until;
  }
  return { parts, prepared: preparedWork(latency), totalMs: reached, isComplete: heard !== null };
}

/** An answer is drafted from the words at hand as soon as there is silence, and used if the turn closes with the same words. */
function preparedWork({ endpointingMs, transcriptionMs, firstTokenMs, firstByteMs }: TurnLatency): PreparedWork | null {
  if (endpointingMs === null || firstTokenMs === null || firstTokenMs >= endpointingMs) return null;
  const untilMs = Math.max(0, Math.round(endpointingMs));
  const points: readonly (readonly [LatencyPartName, number | null])[] = [
    ['thinking', firstTokenMs],
    ['speaking', firstByteMs],
  ];
  const steps = points.flatMap(([name, point]) => (point === null || point >= endpointingMs ? [] : [{ name, aheadMs: Math.round(endpointingMs - point) }]));
  // When the draft was begun is not measured; it was no earlier than its words were known.
  const begunMs = transcriptionMs !== null && transcriptionMs <= firstTokenMs ? transcriptionMs : firstTokenMs;
  return { fromMs: Math.min(untilMs, Math.max(0, Math.round(begunMs))), untilMs, steps };
}

/** The middle of some numbers; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
