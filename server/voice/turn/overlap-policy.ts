import type { OverlapPolicyName } from '../../contracts/agent-config';

export type { OverlapPolicyName } from '../../contracts/agent-config';

/** How much speech over the agent it takes to have the floor. */
export interface OverlapRules {
  /** Speech shorter than this is a cough, in ms. */
  readonly minSpeechMs: number;
  /** Speech this long stops the agent even if no word of it is known, in ms. */
  readonly sustainedSpeechMs: number;
  /** Playout waits at most this long for a judgement, in ms. */
  readonly maxHoldMs: number;
  /** Words of an utterance that still goes on before it counts as one; "stop" and its like count alone. */
  readonly fewestWords: number;
}

export interface OverlapPolicy {
  readonly name: OverlapPolicyName;
  /** The agent's own least speech for an interruption; the presets scale with it. */
  readonly minSpeechMs: number;
  /** The agent's own values instead of the preset's. */
  readonly own: Partial<Omit<OverlapRules, 'minSpeechMs'>>;
}

/** So many more interruptions than false holds, or the other way about, move an adaptive agent to the preset of that side. */
const leaning = 2;

/**
 * The rules in force. `repair-first` lets the participant correct the agent at the least sign; `continuity-first` goes on unless the words are clear;
 * `adaptive` begins between the two and moves to the side that this participant's speech over the agent has turned out to be on.
 */
export function overlapRules(
  { name, minSpeechMs, own }: OverlapPolicy,
  memory: { readonly interruptions: number; readonly falseHolds: number },
  chosen: OverlapPolicyName = name,
): OverlapRules {
  return { ...presetOf(chosen, minSpeechMs, memory.interruptions - memory.falseHolds), ...own };
}

function presetOf(name: OverlapPolicyName, minSpeechMs: number, lean: number): OverlapRules {
  if (name === 'repair-first' || (name === 'adaptive' && lean >= leaning)) {
    return { minSpeechMs: Math.round(minSpeechMs * 0.7), sustainedSpeechMs: Math.max(minSpeechMs, 420), maxHoldMs: 400, fewestWords: 1 };
  }
  if (name === 'continuity-first' || (name === 'adaptive' && lean <= -leaning)) {
    return { minSpeechMs: Math.round(minSpeechMs * 1.5), sustainedSpeechMs: Math.max(minSpeechMs, 1_300), maxHoldMs: 300, fewestWords: 3 };
  }
  return { minSpeechMs, sustainedSpeechMs: Math.max(minSpeechMs, 700), maxHoldMs: 400, fewestWords: 1 };
}
