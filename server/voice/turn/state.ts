import type { EndReason } from '../../contracts/conversation';
import type { ResponseTrigger } from '../frames';
import type { EndScore, Expectation, OverlapChoice, OverlapSound } from './evidence';

/** All times are milliseconds on the conversation's clock. Ids of turns and responses come from `nextId`. */
export type TurnState = TurnPhase & TurnMemory;

export type TurnPhase =
  | { readonly phase: 'listening' }
  | { readonly phase: 'user-speaking'; readonly turn: OpenTurn }
  /** The participant fell silent; the turn closes once its text is there and the silence was long enough for it. */
  | { readonly phase: 'settling'; readonly turn: OpenTurn; readonly silentSinceMs: number; readonly heard: HeardTurn | null; readonly score: EndScore | null }
  /** A response is being made; nothing of it is audible. `overlap`: the participant has begun to speak again. */
  | { readonly phase: 'answering'; readonly response: LiveResponse; readonly overlap: Overlap | null }
  | { readonly phase: 'agent-speaking'; readonly response: LiveResponse; readonly overlap: Overlap | null }
  /** Playout waits until the overlap is judged. */
  | { readonly phase: 'held'; readonly response: LiveResponse; readonly overlap: Overlap; readonly sinceMs: number }
  /** The farewell, if there is one, plays out; then the conversation ends. */
  | { readonly phase: 'closing'; readonly reason: EndReason; readonly detail: string; readonly farewell: LiveResponse | null }
  | { readonly phase: 'ended'; readonly reason: EndReason };

export interface TurnMemory {
  readonly nextId: number;
  /** Silence prompts since the participant last did anything. */
  readonly unansweredPrompts: number;
  /** Apologies since the last good turn, so that a broken provider does not apologise for ever. */
  readonly apologies: number;
  /** The agent was asked to end the call once what it says now was heard. */
  readonly endAfterResponse: { readonly reason: EndReason; readonly detail: string } | null;
  /** The agent chose to wait: no silence prompt until the participant speaks. */
  readonly isWaiting: boolean;
  /** The agent goes on by itself as soon as nobody has the floor: it has news, or another agent took over. */
  readonly goesOn: 'news' | 'handoff' | null;
  /** An answer being made to words that are not certain to be the whole turn. */
  readonly draft: Draft | null;
  /** How speech over the agent turned out so far. */
  readonly interruptions: number;
  readonly falseHolds: number;
  readonly draftsMade: number;
  readonly draftsUsed: number;
  readonly backchannels: { readonly count: number; readonly lastAtMs: number | null };
  /** Pauses after which the participant went on with the same turn, in ms, newest last. */
  readonly pauses: readonly number[];
  /** What the agent asked for last. */
  readonly expectation: Expectation;
  /** Chosen during the call in place of the agent's own. */
  readonly overlapChoice: OverlapChoice | null;
  readonly person: PersonInPlace;
}

/** Whether a person stands in the agent's place, and whether they speak with their own voice. */
export type PersonInPlace = 'absent' | 'silent' | 'speaking';

export interface Draft {
  readonly responseId: number;
  readonly turnId: number;
  /** The words it answers. */
  readonly text: string;
}

export interface OpenTurn {
  readonly turnId: number;
  readonly startedAtMs: number;
  /** Last speech so far. */
  readonly endedAtMs: number;
  readonly partial: string;
  /** Text of an earlier part of the turn that speech-to-text has closed already. */
  readonly said: string;
  /** Number of the newest request for its text; answers to older ones are stale. */
  readonly attempt: number;
}

export interface HeardTurn {
  readonly text: string;
  readonly confidence: number | null;
}

export interface LiveResponse {
  readonly responseId: number;
  readonly turnId: number | null;
  readonly trigger: ResponseTrigger;
  /** What the participant had said, kept until something of the answer is heard: speaking on continues that turn. */
  readonly answers: OpenTurn | null;
  readonly startedAtMs: number;
  /** Some of its sound was sent. */
  readonly isAudible: boolean;
  /** Fillers said so far while it was not there. */
  readonly fillers: number;
  /** Tools it waits for, and whether speech must not stop it meanwhile, or to its end. */
  readonly waitsFor: number;
  readonly waitLimitMs: number;
  readonly protection: 'none' | 'tool' | 'turn';
  /** For this response alone; null: as in the rest of the conversation. */
  readonly overlapChoice: OverlapChoice | null;
}

/** Speech of the participant while a response is live. */
export interface Overlap {
  readonly turn: OpenTurn;
  readonly isSpeaking: boolean;
  /** What it sounds like; null: not known. */
  readonly sound: OverlapSound | null;
  /** Some of its sound was the agent's own, coming back. */
  readonly wasEcho: boolean;
  /** Its words so far are ones that the agent has just said. */
  readonly areOwnWords: boolean;
  /** How far the detector is behind the clock, in ms: speech is as long as what was heard of it. */
  readonly lagMs: number;
  /** Playout was held for it once. */
  readonly wasHeld: boolean;
}

export type TurnEvent =
  | { readonly kind: 'started'; readonly hasFirstMessage: boolean }
  | { readonly kind: 'speech-started'; readonly onsetMs: number; readonly sound?: OverlapSound | null; readonly lagMs?: number }
  /** New evidence of what speech over the agent, or just after it, sounds like. */
  | { readonly kind: 'overlap-heard'; readonly onsetMs: number; readonly sound: OverlapSound; readonly lagMs?: number }
  | { readonly kind: 'speech-paused'; readonly isSure: boolean }
  | { readonly kind: 'speech-ended'; readonly lastSpeechMs: number }
  /** `areOwnWords`: the agent has just said the same. */
  | { readonly kind: 'partial'; readonly text: string; readonly areOwnWords?: boolean }
  | {
      readonly kind: 'transcribed';
      readonly turnId: number;
      readonly attempt: number;
      readonly text: string;
      readonly confidence: number | null;
      readonly areOwnWords?: boolean;
    }
  /** A judge's answer to `judge-end`. */
  | { readonly kind: 'end-scored'; readonly turnId: number; readonly attempt: number; readonly score: EndScore }
  /** Something of the agent's was heard that asks for this. */
  | { readonly kind: 'expecting'; readonly expectation: Expectation }
  /** From now on, or (`responseId`) for one response only. Null: back to the agent's own. */
  | { readonly kind: 'overlap-chosen'; readonly choice: OverlapChoice | null; readonly responseId: number | null }
  | { readonly kind: 'transcription-failed'; readonly turnId: number; readonly attempt: number }
  | { readonly kind: 'user-text'; readonly text: string }
  | { readonly kind: 'user-activity' }
  | { readonly kind: 'response-audible'; readonly responseId: number }
  /** All of it was heard (in a text conversation: written). `isEmpty`: the model said nothing. */
  | { readonly kind: 'response-finished'; readonly responseId: number; readonly isEmpty: boolean }
  | { readonly kind: 'response-failed'; readonly responseId: number; readonly wasHeard: boolean }
  | { readonly kind: 'end-requested'; readonly reason: EndReason; readonly detail: string; readonly afterResponse: boolean }
  | { readonly kind: 'wait-requested' }
  /** A response waits for a tool, which takes `limitMs` at most. */
  | { readonly kind: 'tool-waiting'; readonly responseId: number; readonly limitMs: number; readonly protects: boolean | 'turn' }
  | { readonly kind: 'tool-waited'; readonly responseId: number }
  /** P1, P5: a person took the agent's place, speaks, fell silent, or left it to the agent again. */
  | { readonly kind: 'person-changed'; readonly person: PersonInPlace }
  /** A tool has finished that no response waits for, or another agent goes on. */
  | { readonly kind: 'goes-on'; readonly why: 'news' | 'handoff' }
  | { readonly kind: 'timer'; readonly name: TimerName };

export const timerNames = [
  'endpoint',
  'utterance-limit',
  'transcription-deadline',
  'judgement',
  'answer-deadline',
  'soft-timeout',
  'speaking-limit',
  'silence',
  'max-duration',
  'closing-deadline',
] as const;
export type TimerName = (typeof timerNames)[number];

export type SpokenFallback = 'apology' | 'not-understood' | 'still-there' | 'silence-goodbye' | 'max-duration' | 'give-up';

export type TurnEffect =
  /** Ask speech-to-text for everything said in this turn so far. */
  | { readonly kind: 'transcribe'; readonly turnId: number; readonly attempt: number }
  | { readonly kind: 'cancel-transcription' }
  /** Ask the judge of turn ends, if there is one, about the silence that has just begun. */
  | { readonly kind: 'judge-end'; readonly turnId: number; readonly attempt: number }
  /** The turn is closed with this text: it enters history; speech-to-text forgets its sound. */
  | {
      readonly kind: 'commit-turn';
      readonly turnId: number;
      readonly text: string;
      readonly confidence: number | null;
      readonly medium: 'audio' | 'text';
      readonly startedAtMs: number;
      readonly endedAtMs: number;
    }
  /** The sound was no turn: speech-to-text forgets it. `text` is what was heard, if anything. */
  | { readonly kind: 'discard-turn'; readonly turnId: number; readonly text: string }
  /** The open turn goes on after its answer had begun unheard: history takes the committed text back. */
  | { readonly kind: 'reopen-turn'; readonly turnId: number }
  | {
      readonly kind: 'start-response';
      readonly responseId: number;
      readonly turnId: number | null;
      readonly trigger: ResponseTrigger;
      readonly lastSpeechMs: number | null;
    }
  /** Begin an answer that may be thrown away: nothing of it is told or heard, and no tool runs, before it is adopted. */
  | { readonly kind: 'draft-response'; readonly responseId: number; readonly turnId: number; readonly text: string }
  /** The draft is the answer: what `start-response` would begin is under way already. */
  | {
      readonly kind: 'adopt-draft';
      readonly responseId: number;
      readonly turnId: number;
      readonly lastSpeechMs: number | null;
    }
  | { readonly kind: 'drop-draft'; readonly responseId: number }
  | { readonly kind: 'say'; readonly responseId: number; readonly fallback: SpokenFallback; readonly trigger: ResponseTrigger }
  /** Say a filler in front of an answer that is not there yet; `index` counts within the response. */
  | { readonly kind: 'say-filler'; readonly responseId: number; readonly index: number }
  /** Say a listening noise beside the participant's speech. */
  | { readonly kind: 'backchannel'; readonly turnId: number; readonly index: number }
  | { readonly kind: 'stop-response'; readonly responseId: number; readonly isInterruption: boolean }
  | { readonly kind: 'hold-playout'; readonly responseId: number }
  | { readonly kind: 'resume-playout'; readonly responseId: number }
  | { readonly kind: 'set-timer'; readonly name: TimerName; readonly delayMs: number }
  | { readonly kind: 'clear-timer'; readonly name: TimerName }
  | { readonly kind: 'end-conversation'; readonly reason: EndReason; readonly detail: string };

export interface TurnStep {
  readonly state: TurnState;
  readonly effects: readonly TurnEffect[];
}
