import type { WorkspaceScope } from '../../auth/scope';

export const usageIntervals = ['day', 'week', 'month', 'cumulative'] as const;
export const usageBreakdowns = ['none', 'voice', 'model', 'api_keys', 'product_type'] as const;
export const usageMetrics = ['tts_characters', 'minutes_used', 'request_count'] as const;

export interface UsageInput {
  readonly from: Date;
  readonly to: Date;
  readonly interval: (typeof usageIntervals)[number];
  readonly breakdown: (typeof usageBreakdowns)[number];
  readonly metric: (typeof usageMetrics)[number];
}

export interface UsageOverTime {
  /** Beginning of each interval, in ms. */
  readonly times: readonly number[];
  /** By what it is broken down into; `All` for the whole. Each as long as `times`. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

const dayMs = 86_400_000;
const mostIntervals = 1_100;

/** Speech made and heard, counted by day in UTC. */
export async function usageOverTime(scope: WorkspaceScope, input: UsageInput): Promise<UsageOverTime> {
  scope.may('workspace:read');
  const rows = await scope.db.speechUsage.findMany({ where: { day: { gte: dayOf(input.from), lte: input.to } } });
  const times = intervalsOf(input);
  const values: Record<string, number[]> = input.breakdown === 'none' ? { All: times.map(() => 0) } : {};
  for (const row of rows) {
    const name = nameOf(row, input.breakdown);
    const series = (values[name] ??= times.map(() => 0));
    const at = Math.max(
      0,
      times.findLastIndex((time) => time <= row.day.getTime()),
    );
    series[at] = (series[at] ?? 0) + amountOf(row, input.metric);
  }
  return { times, values };
}

function intervalsOf({ from, to, interval }: UsageInput): number[] {
  const first = dayOf(from);
  if (interval === 'cumulative') return [first.getTime()];
  const times: number[] = [];
  for (let at = first; at.getTime() <= to.getTime() && times.length < mostIntervals; at = following(at, interval)) times.push(at.getTime());
  return times;
}

function following(at: Date, interval: 'day' | 'week' | 'month'): Date {
  if (interval === 'month') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return new Date(at.getTime() + (interval === 'week' ? 7 * dayMs : dayMs));
}

function dayOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / dayMs) * dayMs);
}

interface UsageRow {
  readonly kind: string;
  readonly keyId: string;
  readonly voiceId: string;
  readonly model: string;
  readonly requests: number;
  readonly characters: number;
  readonly audioMs: bigint;
}

function nameOf(row: UsageRow, breakdown: UsageInput['breakdown']): string {
  if (breakdown === 'voice') return row.voiceId === '' ? 'none' : row.voiceId;
  if (breakdown === 'model') return row.model;
  if (breakdown === 'api_keys') return row.keyId;
  return breakdown === 'product_type' ? (row.kind === 'tts' ? 'TTS' : 'STT') : 'All';
}

function amountOf(row: UsageRow, metric: UsageInput['metric']): number {
  if (metric === 'minutes_used') return Number(row.audioMs) / 60_000;
  return metric === 'request_count' ? row.requests : row.characters;
}
