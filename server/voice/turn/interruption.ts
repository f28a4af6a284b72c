import type { OverlapRules } from './overlap-policy';
import { normaliseTerm } from './policy';

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

/** Words that ask for the floor all by themselves, whatever the policy. */
const urgentWords: ReadonlySet<string> = new Set(
  (
    'stop wait no hold excuse what why how who pardon sorry actually but ' +
    'para espera no perdona perdón qué cómo pero ' +
    'pare espera espere não desculpe quê como mas ' +
    'arrête attends attendez non pardon quoi comment mais ' +
    'stopp warte moment nein entschuldigung was wie aber ' +
    'fermo aspetta aspetti scusi scusa cosa come ma'
  ).split(' '),
);

/** Does this speech over the agent take the floor? */
export function judgeOverlap(evidence: OverlapEvidence, rules: OverlapRules, ignoredTerms: ReadonlySet<string>): Judgement {
  const words = normaliseTerm(evidence.words);
  if (words !== '' && !isBackchannel(words, ignoredTerms)) {
    const tokens = words.split(' ');
    if (evidence.isFinal || tokens.length >= rules.fewestWords || tokens.some((token) => urgentWords.has(token))) return { verdict: 'interrupt' };
  }
  if (evidence.isFinal) return { verdict: 'resume', isBackchannel: words !== '' };
  if (evidence.speechMs < rules.minSpeechMs) {
    if (!evidence.isSpeaking) return { verdict: 'resume', isBackchannel: false };
    return { verdict: 'wait', againInMs: rules.minSpeechMs - evidence.speechMs };
  }
  if (words === '' && evidence.isSpeaking && evidence.speechMs >= rules.sustainedSpeechMs) return { verdict: 'interrupt' };
  if (!evidence.isSpeaking) return { verdict: 'wait', againInMs: rules.maxHoldMs };
  const untilSustainedMs = rules.sustainedSpeechMs - evidence.speechMs;
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
