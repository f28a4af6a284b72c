import type { ConversationEvent } from '@/server/contracts/conversation';

export type ConnectionLevel = 'good' | 'fair' | 'poor';

export interface ConnectionSample {
  readonly atMs: number;
  readonly level: ConnectionLevel;
  readonly score: number;
  readonly jitterMs: number;
  readonly lostShare: number;
  readonly roundTripMs: number | null;
}

/** How the line did over the conversation, as its events tell. */
export function connectionSamples(events: readonly ConversationEvent[]): ConnectionSample[] {
  return events.flatMap(({ kind, atMs, data }) => {
    const { level, score, jitterMs, lostShare, roundTripMs } = data;
    if (kind !== 'connection-quality' || (level !== 'good' && level !== 'fair' && level !== 'poor') || typeof score !== 'number') return [];
    return [
      {
        atMs,
        level,
        score,
        jitterMs: typeof jitterMs === 'number' ? jitterMs : 0,
        lostShare: typeof lostShare === 'number' ? lostShare : 0,
        roundTripMs: typeof roundTripMs === 'number' ? roundTripMs : null,
      },
    ];
  });
}

/** The level that held for most of the conversation, and the worst there was. */
export function connectionSummary(
  samples: readonly ConnectionSample[],
  durationMs: number,
): { readonly usual: ConnectionLevel; readonly worst: ConnectionLevel } | null {
  const [first] = samples;
  if (first === undefined) return null;
  const heldMs: Record<ConnectionLevel, number> = { good: 0, fair: 0, poor: 0 };
  samples.forEach(({ level, atMs }, i) => {
    heldMs[level] += Math.max(1, (samples[i + 1]?.atMs ?? Math.max(durationMs, atMs)) - atMs);
  });
  const order = ['poor', 'fair', 'good'] as const;
  const worst = order.find((level) => heldMs[level] > 0) ?? first.level;
  const usual = order.toSorted((a, b) => heldMs[b] - heldMs[a])[0] ?? first.level;
  return { usual, worst };
}
