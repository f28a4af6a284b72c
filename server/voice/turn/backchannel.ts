import { silenceNeeded } from './endpointing';
import type { BackchannelPolicy, TurnPolicy } from './policy';
import { normaliseTerm } from './normalise-term';
import type { TurnEvent, TurnStep } from './state';

/**
 * A1 to A3: a listening noise while the participant tells something long. It takes nothing: no floor, no turn, no place in history. Works on the outcome
 * of any step, so no rule of the machine needs to know of it.
 */
export function withBackchannel(next: TurnStep, event: TurnEvent, policy: TurnPolicy, nowMs: number): TurnStep {
  const { state, effects } = next;
  if (event.kind !== 'speech-paused' || state.phase !== 'user-speaking' || state.person !== 'absent' || policy.backchannel === null) return next;
  const { turn, backchannels } = state;
  const words = `${turn.said} ${turn.partial}`.trim();
  if (
    !isWanted(
      { words, spokenMs: nowMs - turn.startedAtMs, sinceLastMs: backchannels.lastAtMs === null ? null : nowMs - backchannels.lastAtMs },
      policy.backchannel,
      policy,
    )
  )
    return next;
  return {
    state: { ...state, backchannels: { count: backchannels.count + 1, lastAtMs: nowMs } },
    effects: [...effects, { kind: 'backchannel', turnId: turn.turnId, index: backchannels.count }],
  };
}

interface Told {
  readonly words: string;
  readonly spokenMs: number;
  readonly sinceLastMs: number | null;
}

function isWanted({ words, spokenMs, sinceLastMs }: Told, policy: BackchannelPolicy, { endpointing, language }: TurnPolicy): boolean {
  if (spokenMs < policy.afterMs || (sinceLastMs !== null && sinceLastMs < policy.minGapMs)) return false;
  // Without words nobody knows whether a question stands: then it is better to keep quiet.
  if (words === '' || asks(words)) return false;
  // In the middle of a phrase or a number a noise disturbs.
  return silenceNeeded(words, endpointing, language) < endpointing.patientSilenceMs || endpointing.patientSilenceMs === endpointing.usualSilenceMs;
}

const questionWords: ReadonlySet<string> = new Set(
  (
    'what why how who where when which whose can could would will do does did is are may should ' +
    'qué por cómo quién dónde cuándo cuál puede puedes podría es hay ' +
    'que quê como quem onde quando qual pode poderia ' +
    'quoi pourquoi comment qui où quand quel quelle est-ce pouvez peux pourriez ' +
    'was warum wie wer wo wann welche welcher kann können könnten ist gibt ' +
    'cosa perché come chi dove quando quale può potrebbe'
  ).split(' '),
);

/** The last sentence is a question, or begins like one. */
function asks(words: string): boolean {
  const text = words.trim();
  if (/[?？]\s*$/u.test(text)) return true;
  const last = text.split(/[.!?…]\s+/u).at(-1) ?? text;
  const [first = ''] = normaliseTerm(last).split(' ');
  return questionWords.has(first);
}
