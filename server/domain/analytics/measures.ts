import type { TranscriptItem, TurnLatency } from '../../contracts/conversation';
import { amountsOf, type MeteredUse } from '../../contracts/usage-amounts';
import type { ConversationAnalysis } from '../evaluations/analysis';
import { bucketOf } from './buckets';

/** What is counted of conversations. `times`: by bucket, its sum in ms. */
export const measures = {
  /** By end reason; its sum is the duration in ms. */
  conversation: { kind: 'count' },
  /** Conversations by `verdicts`. */
  outcome: { kind: 'count' },
  /** Conversations by how long they were. */
  duration: { kind: 'times' },
  message: { kind: 'count' },
  /** From the participant's last speech to the first sound of the answer. */
  response: { kind: 'times' },
  /** What that was spent on: `latencyParts`. */
  'response-part': { kind: 'times' },
  /** By criterion; bucket: `verdicts`. */
  criterion: { kind: 'count' },
  /** Likes and dislikes. */
  feedback: { kind: 'count' },
  /** By item; bucket 1 where a value was found. */
  collected: { kind: 'count' },
  /** By item and value, of items that have few possible values. */
  'collected-value': { kind: 'count' },
  /** By the two languages. */
  'language-change': { kind: 'count' },
  /** Calls by tool; how long they took. */
  tool: { kind: 'times' },
  /** By tool and what went wrong. */
  'tool-error': { kind: 'count' },
  /** `interruption`, `hold`, `false-hold`, `backchannel`, `agent-turn`, `participant-turn`, `overlap`. */
  floor: { kind: 'count' },
  /** Silence between two who speak, by who speaks next. */
  gap: { kind: 'times' },
  /** By who spoke; its sum is in ms. */
  talk: { kind: 'count' },
  /** By capability, provider and unit; bucket `unheard`: for an answer that nobody heard. Its sum is the amount. */
  usage: { kind: 'count' },
  /** By capability and category. */
  'provider-failure': { kind: 'count' },
  /** By capability, from, to. */
  failover: { kind: 'count' },
} as const satisfies Record<string, { readonly kind: 'count' | 'times' }>;
export type Measure = keyof typeof measures;

/** The bucket of what was made for nobody. A count or a sum is never below zero, so a cell that holds it is one of these. */
export const unheard = -1;

export const verdicts = ['success', 'failure', 'unknown'] as const;
export const latencyParts = ['endpointing', 'transcription', 'thinking', 'speaking', 'delivery'] as const;

/** Parts of a key. No name of ours, a vendor or a workspace holds it. */
const separator = '\u001f';
export const keyOf = (...parts: readonly string[]) => parts.map((part) => part.replaceAll(separator, ' ').slice(0, 200)).join(separator);
export const partsOf = (key: string): readonly string[] => key.split(separator);

/** Measure, key, bucket, count, sum. */
export type Cell = readonly [Measure, string, number, number, number];

export interface MeasuredConversation {
  readonly durationMs: number;
  readonly messageCount: number;
  readonly interruptionCount: number;
  readonly endReason: string | null;
  readonly callSuccessful: string;
  readonly transcript: readonly TranscriptItem[];
  readonly analysis: ConversationAnalysis | null;
  readonly score: 'like' | 'dislike' | undefined;
}

export interface MeasuredEvent {
  readonly kind: string;
  readonly data: unknown;
}

/** The kinds of events that tell what the record does not. */
export const measuredEvents = ['language-changed', 'playout-held', 'playout-resumed', 'usage', 'usage-totalled', 'provider-failed', 'failed-over'] as const;

/** Everything that one conversation counts as. */
export function measuresOf(conversation: MeasuredConversation, events: readonly MeasuredEvent[]): readonly Cell[] {
  const counted = new Counted();
  counted.add('conversation', conversation.endReason ?? 'unknown', 1, conversation.durationMs);
  counted.add('outcome', conversation.callSuccessful, 1);
  counted.time('duration', '', conversation.durationMs);
  counted.add('message', '', conversation.messageCount);
  counted.add('floor', 'interruption', conversation.interruptionCount);
  if (conversation.score !== undefined) counted.add('feedback', conversation.score, 1);
  for (const item of conversation.transcript) {
    countItem(counted, item);
    if (item.parley?.latency !== undefined) countLatency(counted, item.parley.latency);
    for (const result of item.toolResults ?? []) {
      counted.time('tool', keyOf(result.toolName), result.toolLatencySecs * 1000);
      if (result.isError) counted.add('tool-error', keyOf(result.toolName, result.errorType ?? ''), 1);
    }
  }
  countGaps(counted, conversation.transcript);
  if (conversation.analysis !== null) countAnalysis(counted, conversation.analysis);
  countEvents(counted, events);
  return counted.cells();
}

function countItem(counted: Counted, item: TranscriptItem): void {
  if (item.ignoredAsBackchannel === true) return counted.add('floor', 'backchannel', 1);
  if (item.message === null) return;
  counted.add('floor', item.role === 'agent' ? 'agent-turn' : 'participant-turn', 1);
  if (item.parley !== undefined && item.sourceMedium === 'audio') {
    counted.add('talk', item.role === 'agent' ? 'agent' : 'participant', 1, Math.max(0, item.parley.endMs - item.parley.startMs));
  }
}

/** Parts of the time that one waited for an answer; work that was done ahead held nothing up. */
function countLatency(counted: Counted, latency: TurnLatency): void {
  const heard = latency.firstPlayedMs ?? latency.firstSentMs;
  if (heard !== null) counted.time('response', '', heard);
  const points = [latency.endpointingMs, latency.transcriptionMs, latency.firstTokenMs, latency.firstByteMs, heard];
  let reached = 0;
  latencyParts.forEach((part, i) => {
    const point = points[i] ?? null;
    if (point === null) return;
    const until = Math.max(reached, point);
    counted.time('response-part', part, until - reached);
    reached = until;
  });
}

function countGaps(counted: Counted, transcript: readonly TranscriptItem[]): void {
  const spoken = transcript.filter((item) => item.message !== null && item.sourceMedium === 'audio' && item.ignoredAsBackchannel !== true);
  spoken.forEach((item, i) => {
    const before = spoken[i - 1];
    if (before?.parley === undefined || item.parley === undefined || before.role === item.role) return;
    const gapMs = item.parley.startMs - before.parley.endMs;
    if (gapMs < 0) counted.add('floor', 'overlap', 1);
    else counted.time('gap', item.role === 'agent' ? 'agent' : 'participant', gapMs);
  });
}

function countAnalysis(counted: Counted, { criteria, collected }: ConversationAnalysis): void {
  for (const { criterionId, name, result } of criteria) counted.add('criterion', keyOf(criterionId, name), 1, 0, verdicts.indexOf(result));
  for (const { itemId, value, schema } of collected) {
    counted.add('collected', keyOf(itemId), 1, 0, value === null ? 0 : 1);
    // Free text would be a row for each conversation, and may be somebody's name.
    if (typeof value === 'boolean' || (typeof value === 'string' && Array.isArray(schema['enum']))) {
      counted.add('collected-value', keyOf(itemId, String(value)), 1);
    }
  }
}

function countEvents(counted: Counted, events: readonly MeasuredEvent[]): void {
  for (const { kind, data } of events) {
    const told = data as Readonly<Record<string, unknown>>;
    const word = (name: string) => (typeof told[name] === 'string' ? told[name] : '');
    switch (kind) {
      case 'language-changed':
        counted.add('language-change', keyOf(word('from'), word('to')), 1);
        break;
      case 'playout-held':
        counted.add('floor', 'hold', 1);
        break;
      case 'playout-resumed':
        counted.add('floor', 'false-hold', 1);
        break;
      case 'provider-failed':
        counted.add('provider-failure', keyOf(word('capability'), word('category')), 1);
        break;
      case 'failed-over':
        counted.add('failover', keyOf(word('capability'), word('from'), word('to')), 1);
        break;
      default:
    }
  }
  // A conversation whose process died has no sum.
  const total = events.find(({ kind }) => kind === 'usage-totalled')?.data as { readonly providers?: readonly Usage[] } | undefined;
  for (const usage of total?.providers ?? events.filter(({ kind }) => kind === 'usage').map(({ data }) => data as Usage)) countUsage(counted, usage);
}

interface Usage extends MeteredUse {
  readonly isSpeculative: boolean;
}

function countUsage(counted: Counted, usage: Usage): void {
  for (const [unit, amount] of amountsOf(usage)) {
    counted.add('usage', keyOf(usage.capability, usage.producedBy, unit), 1, amount, usage.isSpeculative ? unheard : 0);
  }
}

class Counted {
  readonly #cells = new Map<string, { measure: Measure; key: string; bucket: number; count: number; sum: number }>();

  add(measure: Measure, key: string, count: number, sum = 0, bucket = 0): void {
    if (count === 0) return;
    const place = `${measure}\n${key}\n${bucket}`;
    const cell = this.#cells.get(place) ?? { measure, key, bucket, count: 0, sum: 0 };
    cell.count += count;
    cell.sum += Math.round(sum);
    this.#cells.set(place, cell);
  }

  time(measure: Measure, key: string, ms: number): void {
    if (Number.isFinite(ms)) this.add(measure, key, 1, Math.max(0, ms), bucketOf(ms));
  }

  cells(): readonly Cell[] {
    return [...this.#cells.values()].map(({ measure, key, bucket, count, sum }) => [measure, key, bucket, count, sum] as const);
  }
}
