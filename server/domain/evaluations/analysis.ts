export type Verdict = 'success' | 'failure' | 'unknown';
export type ScoringMode = 'binary' | 'numeric_uniform';

export interface CriterionResult {
  readonly criterionId: string;
  readonly name: string;
  readonly result: Verdict;
  readonly rationale: string;
  readonly scoringMode: ScoringMode;
  readonly score: number | null;
  readonly maxScore: number | null;
}

export interface CollectedItem {
  readonly itemId: string;
  readonly value: string | number | boolean | null;
  readonly rationale: string;
  /** What was asked for, as the agent's document has it. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What became of a conversation, judged after it ended. Kept with its record. */
export interface ConversationAnalysis {
  readonly callSuccessful: Verdict;
  readonly summary: string;
  readonly title: string;
  readonly criteria: readonly CriterionResult[];
  readonly collected: readonly CollectedItem[];
  /** The model that judged, or null for rules. */
  readonly judgedBy: string | null;
  /** When; absent from records that are older than this. */
  readonly judgedAt?: string;
}

/** A call failed when any criterion did, and succeeded when all did; without criteria it is as it ended. */
export function overallVerdict(criteria: readonly CriterionResult[], howItEnded: Verdict): Verdict {
  if (criteria.length === 0) return howItEnded;
  if (criteria.some(({ result }) => result === 'failure')) return 'failure';
  return criteria.every(({ result }) => result === 'success') ? 'success' : 'unknown';
}
