import { completenessOf, isDictating } from './completeness';
import type { EndScore, Expectation } from './evidence';
import { isAnswered } from './expectation';
import type { EndpointingPolicy } from './policy';

/** All that is known beside the words when a speaker has fallen silent. */
export interface EndEvidence {
  readonly score: EndScore | null;
  readonly expectation: Expectation;
  /** Pauses this speaker made inside of turns, in ms, newest last. */
  readonly pauses: readonly number[];
}

export const noEndEvidence: EndEvidence = { score: null, expectation: 'open', pauses: [] };

/** Pauses a conversation remembers of its speaker, and how many it takes to go by them. */
export const rememberedPauses = 16;
const fewestPauses = 3;
/** How far the speaker's own pauses move the usual silence. */
const leastLearned = 0.8;
const mostLearned = 1.6;

/**
 * How much silence ends a turn, in ms after the last speech: silence weighed with the words, a judge's score, what was asked for and how this speaker pauses.
 * Silence alone never ends a turn below `minSilenceMs`, and always does at `maxSilenceMs`.
 */
export function silenceNeeded(text: string, policy: EndpointingPolicy, language: string, evidence: EndEvidence = noEndEvidence): number {
  const usualMs = usualSilence(policy, evidence.pauses);
  if (!policy.weighsEvidence) return usualMs;
  const { expectation, score } = evidence;
  const answered = isAnswered(expectation, text, language);
  if (answered === false && policy.isSpellingPatient) return policy.patientSilenceMs;
  if (answered === true) return policy.minSilenceMs;
  if (policy.isSpellingPatient && isDictating(text, language)) return policy.patientSilenceMs;
  return Math.round(silenceFor(endProbability(text, language, score), usualMs, policy));
}

/** How probable it is that the turn is over: words and sound as two witnesses that know nothing of each other. */
export function endProbability(text: string, language: string, score: EndScore | null): number {
  const byWords = completenessOf(text, language);
  if (score === null) return byWords;
  const certain = Math.min(0.98, Math.max(0.02, score.probability));
  if (score.hears === 'words') return certain;
  return fromLogit(logit(byWords) + soundWeight * logit(certain));
}

/** How much the odds of a judge of sound count beside those of the words. */
const soundWeight = 1;
/** From here on a turn is as good as over, or as good as not: set where `bench -- turn` cuts off least at the same latency. */
export const endProbabilityThreshold = 0.7;
const openAt = 0.25;

/** Straight lines between the three silences: patient where the turn is open, usual where nothing is known, least where it is over. */
function silenceFor(probability: number, usualMs: number, { minSilenceMs, patientSilenceMs }: EndpointingPolicy): number {
  if (probability >= 0.5) return usualMs + (minSilenceMs - usualMs) * Math.min(1, (probability - 0.5) / (endProbabilityThreshold - 0.5));
  return usualMs + (patientSilenceMs - usualMs) * Math.min(1, (0.5 - probability) / (0.5 - openAt));
}

/** Learned from pauses after which this speaker went on: the usual silence is a little longer than four in five of them. */
function usualSilence({ usualSilenceMs, minSilenceMs, maxSilenceMs, learnsPauses }: EndpointingPolicy, pauses: readonly number[]): number {
  if (!learnsPauses || pauses.length < fewestPauses) return usualSilenceMs;
  const sorted = pauses.toSorted((a, b) => a - b);
  const long = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.8))] ?? usualSilenceMs;
  const bounded = Math.min(mostLearned * usualSilenceMs, Math.max(leastLearned * usualSilenceMs, long * 1.1));
  return Math.min(maxSilenceMs, Math.max(minSilenceMs, bounded));
}

const logit = (p: number): number => Math.log(p / (1 - p));
const fromLogit = (x: number): number => 1 / (1 + Math.exp(-x));
