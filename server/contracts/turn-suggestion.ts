import type { OverlapPolicyName } from './agent-config';

export const eagernesses = ['patient', 'normal', 'eager'] as const;
export type Eagerness = (typeof eagernesses)[number];

/** What an agent's latest spoken conversations say of its turn-taking. */
export interface TurnFigures {
  readonly conversations: number;
  /** Answers to what a caller said. */
  readonly answers: number;
  /** Of them, those that the caller talked over in their first moments: they had more to say. */
  readonly cutIns: number;
  /** The median wait between the end of speech and the end of the turn, in ms; null: none was measured. */
  readonly endpointingMs: number | null;
  /** Times the agent stopped or paused for speech over it. */
  readonly stops: number;
  /** Of them, those after which it went on, as nothing was meant by it. */
  readonly falseStops: number;
}

export type TurnSuggestion =
  | { readonly kind: 'overlap'; readonly to: OverlapPolicyName; readonly reason: 'false-stops' | 'real-stops' }
  | { readonly kind: 'eagerness'; readonly to: Eagerness; readonly reason: 'cut-ins' | 'waits' };

export interface TurnAdvice {
  readonly figures: TurnFigures;
  /** So many more answers or stops are needed before anything can be said; 0: enough. */
  readonly missing: { readonly answers: number; readonly stops: number };
  readonly suggestions: readonly TurnSuggestion[];
}
