import type { TranscriptItem } from '../../contracts/conversation';
import type { Verdict } from './analysis';

export interface Question {
  /** What has to be so, in words. */
  readonly goal: string;
  readonly transcript: readonly TranscriptItem[];
  /** What went before and is not judged. */
  readonly before?: readonly TranscriptItem[];
  readonly successExamples?: readonly string[];
  readonly failureExamples?: readonly string[];
  /** Only the agent's words count, not the participant's. */
  readonly ofAgentOnly?: boolean;
  /** Asks for points from 0 to this as well. */
  readonly maxScore?: number;
  readonly scoreInstructions?: string;
}

export interface Judgement {
  readonly result: Verdict;
  readonly rationale: string;
  readonly score?: number;
}

export type CollectedType = 'string' | 'boolean' | 'integer' | 'number';

export interface Wanted {
  readonly name: string;
  readonly type: CollectedType;
  readonly description: string;
  readonly options?: readonly string[];
}

export interface Found {
  readonly value: string | number | boolean | null;
  readonly rationale: string;
}

/** Looks at what was said and answers questions about it. */
export interface Judge {
  /** The model that judges, or null for rules. */
  readonly model: string | null;
  judge(question: Question, signal: AbortSignal): Promise<Judgement>;
  collect(wanted: Wanted, transcript: readonly TranscriptItem[], signal: AbortSignal): Promise<Found>;
  summarise(transcript: readonly TranscriptItem[], language: string, signal: AbortSignal): Promise<{ readonly summary: string; readonly title: string }>;
}

/** Whatever was said and called, a line each. */
export function transcriptText(transcript: readonly TranscriptItem[]): string {
  return transcript
    .flatMap((item) => {
      const calls = (item.toolCalls ?? []).map((call) => `[agent calls ${call.toolName} with ${call.paramsAsJson}]`);
      const results = (item.toolResults ?? []).map((result) => `[${result.toolName} ${result.isError ? 'fails with' : 'answers'} ${result.resultValue}]`);
      const said = item.message === null || item.message === '' ? [] : [`${item.role}: ${item.message}`];
      return [...said, ...calls, ...results];
    })
    .join('\n');
}
