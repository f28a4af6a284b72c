import type { TurnLatency } from '@/server/contracts/conversation';

export type LatencyPartName = 'endpointing' | 'transcription' | 'thinking' | 'speaking' | 'delivery';

export interface LatencyPart {
  readonly name: LatencyPartName;
  /** How long this part alone held up the answer, in ms. */
  readonly durationMs: number;
  /** When it was over, in ms after the participant's last speech. */
  readonly untilMs: number;
}

export interface LatencyBreakdown {
  readonly parts: readonly LatencyPart[];
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
  return { parts, totalMs: reached, isComplete: heard !== null };
}

/** The middle of some numbers; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
