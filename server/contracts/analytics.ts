import type { CountedCondition } from './conversation';

/** What analytics shows and how it is asked for: reports that the page draws without knowing what they are about. */
export const analyticsSections = ['conversations', 'performance', 'success', 'data-collection', 'topics', 'languages', 'tools', 'turn-taking', 'cost'] as const;
export type AnalyticsSection = (typeof analyticsSections)[number];

export const groupings = ['agent', 'branch', 'channel', 'language', 'day'] as const;
export type Grouping = (typeof groupings)[number];

export interface AnalyticsFilter {
  readonly agentId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly channel?: string | undefined;
  readonly language?: string | undefined;
  readonly outcome?: string | undefined;
}

export const steps = ['hour', 'day', 'week'] as const;
export type Step = (typeof steps)[number];

export const usageUnits = ['input-tokens', 'cached-input-tokens', 'output-tokens', 'characters', 'milliseconds'] as const;
export type UsageUnit = (typeof usageUnits)[number];

/** How much of a unit a price is for: a million tokens, a thousand characters, a minute. */
export const pricedAmounts: Readonly<Record<UsageUnit, number>> = {
  'input-tokens': 1_000_000,
  'cached-input-tokens': 1_000_000,
  'output-tokens': 1_000_000,
  characters: 1_000,
  milliseconds: 60_000,
};

/** How a value is written. Null values are unknown, which is not zero. */
export type ValueUnit = 'count' | 'minutes' | 'ms' | 'share' | 'usd' | 'rate' | 'amount';

/** What the conversations behind a number have in common, besides the report's own filters and period. */
export interface Behind {
  readonly agentId?: string;
  readonly branchId?: string;
  readonly channel?: string;
  readonly language?: string;
  readonly outcome?: string;
  readonly status?: string;
  readonly endReason?: string;
  readonly tool?: string;
  /** Only those in which a tool, or that one, failed. */
  readonly toolFailed?: boolean;
  /** Only those with an answer that took so long. */
  readonly latencyMinMs?: number;
  readonly interruptionsMin?: number;
  /** Only those in which any tool was called. */
  readonly hasTools?: boolean;
  /** Only those that were judged by this criterion, with this verdict. */
  readonly criterion?: { readonly id: string; readonly verdict: string };
  /** Only those in which this was found; with a value: that value. */
  readonly collected?: { readonly name: string; readonly value?: string };
  /** Only those that a participant has given this verdict. */
  readonly feedback?: 'like' | 'dislike';
  /** Only those that this was counted in. */
  readonly counted?: CountedCondition;
  /** Only those that are about it. */
  readonly topicId?: string;
  /** Only this step of the report's time. */
  readonly step?: number;
}

/** Names of what a report holds; the interface has words for each. */
export type FigureName =
  | 'conversations'
  | 'minutes'
  | 'durationP50'
  | 'durationP95'
  | 'messages'
  | 'failed'
  | 'responseP50'
  | 'responseP95'
  | 'responseP99'
  | 'answers'
  | 'providerFailures'
  | 'failovers'
  | 'successRate'
  | 'success'
  | 'failure'
  | 'unknown'
  | 'likes'
  | 'dislikes'
  | 'items'
  | 'asked'
  | 'foundShare'
  | 'topics'
  | 'aboutTopics'
  | 'languages'
  | 'languageChanges'
  | 'toolCalls'
  | 'toolErrors'
  | 'toolErrorShare'
  | 'toolP50'
  | 'toolP95'
  | 'interruptions'
  | 'interruptionRate'
  | 'holds'
  | 'falseHoldShare'
  | 'overlaps'
  | 'backchannels'
  | 'agentGapP50'
  | 'talkShare'
  | 'cost'
  | 'costPerMinute'
  | 'costPerConversation'
  | 'costUnheard'
  | 'unpriced';
export type ChartName =
  | 'conversations'
  | 'minutes'
  | 'response'
  | 'responseP95'
  | 'distribution'
  | 'successRate'
  | 'outcomes'
  | 'foundShare'
  | 'topics'
  | 'toolCalls'
  | 'toolErrors'
  | 'interruptionRate'
  | 'talkShare'
  | 'cost';
export type TableName =
  | 'groups'
  | 'endings'
  | 'parts'
  | 'providerFailures'
  | 'failovers'
  | 'criteria'
  | 'items'
  | 'values'
  | 'topics'
  | 'languageChanges'
  | 'tools'
  | 'toolErrors'
  | 'gaps'
  | 'talk';
export type RowKind =
  | Grouping
  | 'endReason'
  | 'latencyPart'
  | 'providerFailure'
  | 'failover'
  | 'criterion'
  | 'item'
  | 'itemValue'
  | 'topic'
  | 'languageChange'
  | 'tool'
  | 'toolError'
  | 'speaker';
export type ColumnName =
  | 'conversations'
  | 'before'
  | 'minutes'
  | 'durationP50'
  | 'durationP95'
  | 'failed'
  | 'share'
  | 'answers'
  | 'p50'
  | 'p95'
  | 'p99'
  | 'failures'
  | 'failovers'
  | 'successRate'
  | 'lower'
  | 'upper'
  | 'success'
  | 'failure'
  | 'unknown'
  | 'asked'
  | 'found'
  | 'foundShare'
  | 'changes'
  | 'calls'
  | 'errors'
  | 'errorShare'
  | 'interruptions'
  | 'interruptionRate'
  | 'holds'
  | 'falseHoldShare'
  | 'agentGapP50'
  | 'talkShare'
  | 'gaps'
  | 'turns'
  | 'cost'
  | 'costPerMinute';

export interface Figure {
  readonly name: FigureName;
  readonly unit: ValueUnit;
  readonly value: number | null;
  /** In the period before; absent when that was not asked for. */
  readonly before?: number | null;
  /** Whether more of it is better, for the colour of a change; absent where it is neither. */
  readonly better?: 'more' | 'less';
  /** Bounds of a share, by Wilson's interval of 95 %. */
  readonly interval?: readonly [number, number];
  readonly behind?: Behind;
}

/** `label` where the workspace gave the name; otherwise `key` is a word of ours, a language or a channel. */
export interface Named {
  readonly key: string;
  readonly label?: string;
}

export interface ChartSeries extends Named {
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly name: ChartName;
  readonly kind: 'lines' | 'bars';
  readonly unit: ValueUnit;
  readonly series: readonly ChartSeries[];
  /** The same in the period before, step for step. */
  readonly before?: readonly ChartSeries[];
  /** Where the axis is not time: what stands under each value. */
  readonly axis?: { readonly unit: ValueUnit; readonly values: readonly number[] };
}

export interface Column {
  readonly name: ColumnName;
  readonly unit: ValueUnit;
}

export interface ReportRow extends Named {
  /** More about it than its name. */
  readonly detail?: string;
  readonly values: readonly (number | null)[];
  readonly behind?: Behind;
  /** Column by column, where a column counts only some of the row's conversations. */
  readonly cellsBehind?: readonly (Behind | null)[];
}

export interface ReportTable {
  readonly name: TableName;
  /** What the rows are, to name them. */
  readonly of: RowKind;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
}

/** What one provider was used for, and what that costs. */
export interface UsageLine {
  readonly capability: string;
  readonly producedBy: string;
  readonly unit: UsageUnit;
  readonly amount: number;
  /** Of it, for answers that nobody heard. */
  readonly speculative: number;
  /** US dollars for the priced amount; null: no price is known. */
  readonly price: number | null;
  /** Who says so. */
  readonly priceFrom: 'workspace' | 'list' | 'local' | null;
  readonly cost: number | null;
}

export interface Report {
  readonly section: AnalyticsSection;
  readonly step: Step;
  /** When each step begins, in ms since 1970; charts without an axis of their own have a value for each. */
  readonly at: readonly number[];
  readonly untilMs: number;
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
  readonly tables: readonly ReportTable[];
  /** Of the cost section only. */
  readonly usage?: readonly UsageLine[];
  /** Of the topics of one agent only. */
  readonly places?: readonly TopicPlace[];
}

/** Where a topic lies among the others of its agent: those that are alike lie near each other. */
export interface TopicPlace {
  readonly topicId: string;
  readonly label: string;
  /** From -1 to 1. */
  readonly x: number;
  readonly y: number;
  readonly count: number;
}
