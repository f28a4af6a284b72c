import { parseAgentConfig } from '../../server/contracts/agent-config';
import { bothWeighed, endOfTurnJudges } from '../../server/providers/end-of-turn';
import { endProbability, noEndEvidence, silenceNeeded } from '../../server/voice/turn/endpointing';
import { type EndpointingPolicy, turnPolicyOf } from '../../server/voice/turn/policy';
import type { EndScore } from '../../server/voice/turn/evidence';
import type { PauseCase } from './cases';

/** The judges are asked when the detector has called the end of speech. */
const askedAfterMs = 96;

export interface Detector {
  readonly name: string;
  /** Silence that ends the turn at this pause, every silence of the policy being longer by `scale`. */
  neededMs(index: number, scale: number): number;
  /** How sure it is of an end; null: it has no opinion. */
  probability(index: number): number | null;
}

const { endpointing } = turnPolicyOf(parseAgentConfig({}), 'en', false);

/** Every detector that is installed here, over the same pauses. */
export async function detectorsFor(cases: readonly PauseCase[], modelsDir: string): Promise<Detector[]> {
  const judges = endOfTurnJudges({ modelsDir });
  const prosody = await scored('prosody');
  const smartTurn = await scored('smart-turn');
  const together = smartTurn === null ? prosody : smartTurn.map((other, i) => combined(prosody?.[i] ?? null, other));
  return [
    { name: 'silence alone', neededMs: (_, scale) => endpointing.usualSilenceMs * scale, probability: () => null },
    detector('words', () => null, true),
    ...(prosody === null ? [] : [detector('melody', (i) => prosody[i] ?? null, false)]),
    ...(smartTurn === null ? [] : [detector('smart-turn 3.2', (i) => smartTurn[i] ?? null, false)]),
    ...(together === null ? [] : [detector(`Parley (words, melody${smartTurn === null ? '' : ', smart-turn'})`, (i) => together[i] ?? null, true)]),
  ];

  function detector(name: string, scoreOf: (index: number) => EndScore | null, knowsWords: boolean): Detector {
    const words = (i: number) => (knowsWords ? (cases[i]?.words ?? '') : '');
    const language = (i: number) => cases[i]?.language ?? 'en';
    return {
      name,
      neededMs: (i, scale) => silenceNeeded(words(i), scaled(endpointing, scale), language(i), { ...noEndEvidence, score: scoreOf(i) }),
      probability: (i) => endProbability(words(i), language(i), scoreOf(i)),
    };
  }

  async function scored(name: 'prosody' | 'smart-turn'): Promise<(EndScore | null)[] | null> {
    const judge = judges(name, () => undefined);
    if (judge === null) return null;
    const scores: (EndScore | null)[] = [];
    for (const { pcm, words, language } of cases) {
      const sound = new Int16Array(pcm.length + askedAfterMs * 16);
      sound.set(pcm);
      const probability = await judge.probability({ sound, words, language, dialogue: [] }, AbortSignal.timeout(30_000)).catch(() => null);
      scores.push(probability === null ? null : { probability, hears: judge.hears });
    }
    return scores;
  }
}

function combined(one: EndScore | null, other: EndScore | null): EndScore | null {
  return one === null && other === null ? null : { probability: bothWeighed(one?.probability ?? 0.5, other?.probability ?? 0.5), hears: 'sound' };
}

function scaled(policy: EndpointingPolicy, scale: number): EndpointingPolicy {
  return {
    ...policy,
    minSilenceMs: policy.minSilenceMs * scale,
    usualSilenceMs: policy.usualSilenceMs * scale,
    patientSilenceMs: policy.patientSilenceMs * scale,
    maxSilenceMs: policy.maxSilenceMs * scale,
  };
}
