import { type InterruptionPolicy, normaliseTerm } from './policy';

export interface OverlapEvidence {
  /** From onset to now, or to the last speech when it is over. */
  readonly speechMs: number;
  readonly isSpeaking: boolean;
  /** Words known so far; empty: none yet. */
  readonly words: string;
  /** The words are final: nothing more will be known of this speech. */
  readonly isFinal: boolean;
}

export type Judgement =
  | { readonly verdict: 'interrupt' }
  | { readonly verdict: 'resume'; readonly isBackchannel: boolean }
  /** Look again after so many ms, or when there is new evidence. */
  | { readonly verdict: 'wait'; readonly againInMs: number };

/** Does this speech over the agent take the floor? */
export function judgeOverlap(evidence: OverlapEvidence, policy: InterruptionPolicy): Judgement {
  const words = normaliseTerm(evidence.words);
  if (words !== '' && !isBackchannel(words, policy.ignoredTerms)) return { verdict: 'interrupt' };
  if (evidence.isFinal) return { verdict: 'resume', isBackchannel: words !== '' };
  if (evidence.speechMs < policy.minSpeechMs) {
    if (!evidence.isSpeaking) return { verdict: 'resume', isBackchannel: false };
    return { verdict: 'wait', againInMs: policy.minSpeechMs - evidence.speechMs };
  }
  if (words === '' && evidence.isSpeaking && evidence.speechMs >= policy.sustainedSpeechMs) return { verdict: 'interrupt' };
  if (!evidence.isSpeaking) return { verdict: 'wait', againInMs: policy.maxHoldMs };
  const untilSustainedMs = policy.sustainedSpeechMs - evidence.speechMs;
  // Past that mark only new words decide, and those bring their own event.
  return { verdict: 'wait', againInMs: untilSustainedMs > 0 ? untilSustainedMs : 500 };
}

/** Listening noises only: each word, or the whole phrase, is one the agent may talk over. */
export function isBackchannel(normalised: string, ignored: ReadonlySet<string>): boolean {
  if (normalised === '') return false;
  if (ignored.has(normalised)) return true;
  const tokens = normalised.split(' ');
  return tokens.length <= 4 && tokens.every((token) => ignored.has(token));
}
