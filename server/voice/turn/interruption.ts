import { isBackchannel } from './backchannels';
import type { OverlapSound } from './evidence';
import type { OverlapRules } from './overlap-policy';
import { normaliseTerm } from './normalise-term';

export interface OverlapEvidence {
  /** From onset to now, or to the last speech when it is over. */
  readonly speechMs: number;
  readonly isSpeaking: boolean;
  /** Words known so far; empty: none yet. */
  readonly words: string;
  /** The words are final: nothing more will be known of this speech. */
  readonly isFinal: boolean;
  /** The words are ones the agent has just said. */
  readonly areOwnWords: boolean;
  readonly sound: OverlapSound | null;
  /** Some of it was the agent's own voice, coming back. */
  readonly wasEcho: boolean;
  /** Something of the response was heard already. */
  readonly isAudible: boolean;
}

export type Judgement =
  | { readonly verdict: 'interrupt' }
  | { readonly verdict: 'resume'; readonly isBackchannel: boolean }
  /** The agent goes on; words that still come can stop it. Look again after so many ms, or when there is new evidence. */
  | { readonly verdict: 'go-on'; readonly againInMs: number }
  /** Look again after so many ms, or when there is new evidence. */
  | { readonly verdict: 'wait'; readonly againInMs: number };

/** From here on a likelihood is believed. */
const likely = 0.6;
/** After so much of a sound it is known whether it is the agent's own, unless it is very quiet. */
const echoKnownMs = 500;
/** Quieter than the participant by this much: somebody else, further away. */
const farDb = 12;
/** A hum may go on this much longer than speech before it counts as such. */
const humPatience = 2.5;
/** Before anything of a response was heard, only speech this long counts without a word of it. */
const unheardSpeechMs = 2_500;
/** How soon to look again when only new words can decide, in ms. */
const lookAgainMs = 500;
/** An utterance this short that has an urgent word is a command, whoever seems to say it. */
const commandWords = 3;

/** Words that tell the agent to stop, whoever says them. */
const commands: ReadonlySet<string> = new Set(
  (
    'stop wait no hold excuse listen enough cancel ' +
    'para pare espera espere alto no perdona perdón disculpe basta ' +
    'não desculpe chega calma ' +
    'arrête arrêtez attends attendez non pardon excusez ' +
    'stopp halt warte warten moment nein entschuldigung ' +
    'fermo ferma fermi aspetta aspetti scusi scusa'
  ).split(' '),
);

/** Words that begin what is said to the agent, and as well what people in a room say to each other. */
const openings: ReadonlySet<string> = new Set(
  ('what why how who sorry actually but ' + 'qué cómo pero ' + 'quê como mas ' + 'quoi comment mais ' + 'was wie aber ' + 'cosa come ma').split(' '),
);

/** Does this speech over the agent take the floor? */
export function judgeOverlap(evidence: OverlapEvidence, rules: OverlapRules, ignoredTerms: ReadonlySet<string>): Judgement {
  const { sound, isSpeaking, isFinal, speechMs } = evidence;
  const isEcho = sound !== null && sound.echo >= likely;
  const isFar = sound?.belowUsualDb != null && sound.belowUsualDb >= farDb;
  const words = isOwnEcho(evidence) ? '' : normaliseTerm(evidence.words);
  if (words !== '' && !isBackchannel(words, ignoredTerms) && takesFloor(words, evidence, rules, isFar)) return { verdict: 'interrupt' };
  if (isFinal) return { verdict: 'resume', isBackchannel: words !== '' };
  if (speechMs < rules.minSpeechMs) {
    if (!isSpeaking) return { verdict: 'resume', isBackchannel: false };
    return { verdict: 'wait', againInMs: rules.minSpeechMs - speechMs };
  }
  // B3: a noise or a hum that is over and left no word is judged by its sound.
  const isNoSpeech = isEcho || isFar || (sound !== null && Math.max(sound.noise, sound.hum) >= likely);
  if (!isSpeaking) return isNoSpeech ? { verdict: 'go-on', againInMs: lookAgainMs } : { verdict: 'wait', againInMs: rules.maxHoldMs };
  const sustainedMs = sustainedSpeech(evidence, rules, isEcho || isFar);
  if (words === '' && speechMs >= sustainedMs) return { verdict: 'interrupt' };
  // Past that mark only new words decide, and those bring their own event.
  const againInMs = sustainedMs - speechMs > 0 ? Math.min(sustainedMs - speechMs, lookAgainMs) : lookAgainMs;
  return { verdict: isNoSpeech ? 'go-on' : 'wait', againInMs };
}

/** B9: what the agent has just said and what comes back as its echo is not the participant's. Whether it comes back takes a moment to tell. */
function isOwnEcho({ areOwnWords, sound, wasEcho, isFinal, speechMs }: OverlapEvidence): boolean {
  if (!areOwnWords || sound === null) return false;
  return wasEcho || sound.echo >= likely / 2 || (!isFinal && speechMs < echoKnownMs);
}

function takesFloor(words: string, { isFinal }: OverlapEvidence, { fewestWords }: OverlapRules, isFar: boolean): boolean {
  const tokens = words.split(' ');
  const isCommand = tokens.some((token) => commands.has(token));
  // B10: speech from further away interrupts only as a command.
  if (isFar) return isCommand && tokens.length <= commandWords;
  return isFinal || isCommand || tokens.some((token) => openings.has(token)) || tokens.length >= fewestWords;
}

/** B4, B8: how long speech without a known word goes on before it takes the floor. */
function sustainedSpeech({ sound, isAudible }: OverlapEvidence, { sustainedSpeechMs }: OverlapRules, isSomeoneElse: boolean): number {
  if (isSomeoneElse) return Number.POSITIVE_INFINITY;
  const isHum = sound !== null && Math.max(sound.hum, sound.noise) >= likely;
  return Math.max(isAudible ? 0 : unheardSpeechMs, isHum ? sustainedSpeechMs * humPatience : sustainedSpeechMs);
}
