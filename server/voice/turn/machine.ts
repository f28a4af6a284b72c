import type { EndReason } from '../../contracts/conversation';
import type { VoiceState } from '../../contracts/voice-protocol';
import type { ResponseTrigger } from '../frames';
import { withBackchannel } from './backchannel';
import { withDraft } from './drafting';
import { rememberedPauses, silenceNeeded } from './endpointing';
import type { OverlapChoice, OverlapSound } from './evidence';
import { type Judgement, judgeOverlap } from './interruption';
import { type OverlapRules, overlapRules } from './overlap-policy';
import type { TurnPolicy } from './policy';
import type {
  HeardTurn,
  LiveResponse,
  OpenTurn,
  Overlap,
  PersonInPlace,
  SpokenFallback,
  TimerName,
  TurnEffect,
  TurnEvent,
  TurnMemory,
  TurnState,
  TurnStep,
} from './state';

/** Where every conversation begins. */
export const initialTurnState: TurnState = {
  phase: 'listening',
  nextId: 1,
  unansweredPrompts: 0,
  apologies: 0,
  endAfterResponse: null,
  isWaiting: false,
  goesOn: null,
  draft: null,
  draftsMade: 0,
  draftsUsed: 0,
  backchannels: { count: 0, lastAtMs: null },
  interruptions: 0,
  falseHolds: 0,
  pauses: [],
  expectation: 'open',
  overlapChoice: null,
  person: 'absent',
};

/**
 * Who has the floor, and what follows from what just happened. Pure: no clock, no promise, no socket; `nowMs` comes with the event.
 * The numbered rules are in `voice/SPEC.md`.
 */
export function step(state: TurnState, event: TurnEvent, policy: TurnPolicy, nowMs: number): TurnStep {
  return withBackchannel(withDraft(goingOn(decide(state, event, policy, nowMs), policy, nowMs), event, policy), event, policy, nowMs);
}

/** C6: what came in meanwhile is told when nobody has the floor. */
function goingOn(next: TurnStep, policy: TurnPolicy, nowMs: number): TurnStep {
  // P6: what is to be said waits until the person who speaks has said their word.
  if (next.state.phase !== 'listening' || next.state.goesOn === null || next.state.person === 'speaking') return next;
  return prepend(next.effects, respond(next.state, next.state.goesOn, null, null, policy, nowMs));
}

function decide(state: TurnState, event: TurnEvent, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase === 'ended') return stay(state);
  if (event.kind === 'end-requested') return requestEnd(state, event, policy, nowMs);
  if (state.phase === 'closing') return whileClosing(state, event);
  switch (event.kind) {
    case 'started':
      return start(state, event.hasFirstMessage, policy, nowMs);
    case 'speech-started':
      return speechStarted(state, { ...event, sound: believed(event.sound ?? null, policy) }, policy, nowMs);
    case 'overlap-heard':
      return overlapHeard(state, { ...event, sound: believed(event.sound, policy) }, policy, nowMs);
    case 'speech-ended':
      return speechEnded(state, event.lastSpeechMs, policy, nowMs);
    case 'partial':
      return partialHeard(state, event, policy, nowMs);
    case 'transcribed':
      return transcribed(state, event, policy, nowMs);
    case 'end-scored':
      return endScored(state, event, policy, nowMs);
    case 'expecting':
      return stay({ ...state, expectation: event.expectation });
    case 'overlap-chosen':
      return overlapChosen(state, event, policy, nowMs);
    case 'transcription-failed':
      return transcriptionFailed(state, event, policy, nowMs);
    case 'user-text':
      return userText(state, event.text, policy, nowMs);
    case 'user-activity':
      return state.phase === 'listening' ? listen(state, policy) : stay(state);
    case 'response-audible':
      return responseAudible(state, event.responseId, policy);
    case 'response-finished':
      return responseFinished(state, event, policy, nowMs);
    case 'response-failed':
      return responseFailed(state, event, policy, nowMs);
    case 'speech-paused':
      return stay(state);
    case 'wait-requested':
      return stay({ ...state, isWaiting: true });
    case 'tool-waiting':
      return toolWaiting(state, event, policy);
    case 'tool-waited':
      return toolWaited(state, event.responseId, policy);
    case 'person-changed':
      return personChanged(state, event.person, policy);
    case 'goes-on':
      // A1, C6: said when nobody has the floor.
      return stay({ ...state, goesOn: state.goesOn === 'handoff' ? 'handoff' : event.why });
    case 'timer':
      return timerFired(state, event.name, policy, nowMs);
  }
}

/** What the participant is shown. */
export function voiceStateOf(state: TurnState): VoiceState {
  switch (state.phase) {
    case 'listening':
      return state.person === 'speaking' ? 'speaking' : 'listening';
    case 'user-speaking':
    case 'settling':
      return 'user-speaking';
    case 'answering':
      return 'thinking';
    case 'agent-speaking':
      return 'speaking';
    case 'held':
      return 'held';
    case 'closing':
      return state.farewell === null ? 'ended' : 'speaking';
    case 'ended':
      return 'ended';
  }
}

/** The response that may still be heard, if there is one. */
export function liveResponseOf(state: TurnState): LiveResponse | null {
  if (state.phase === 'answering' || state.phase === 'agent-speaking' || state.phase === 'held') return state.response;
  return state.phase === 'closing' ? state.farewell : null;
}

function start(state: TurnState, hasFirstMessage: boolean, policy: TurnPolicy, nowMs: number): TurnStep {
  const limit: TurnEffect = { kind: 'set-timer', name: 'max-duration', delayMs: policy.limits.maxDurationMs };
  return prepend([limit], hasFirstMessage ? respond(state, 'first-message', null, null, policy, nowMs) : listen(state, policy, true));
}

/** Speech as it is heard: since when, like what, and how late that is known. */
interface Heard {
  readonly onsetMs: number;
  readonly sound: OverlapSound | null;
  readonly lagMs?: number;
}

function speechStarted(state: TurnState, heard: Heard, policy: TurnPolicy, nowMs: number): TurnStep {
  const { onsetMs, sound } = heard;
  const memory = { ...state, unansweredPrompts: 0, isWaiting: false };
  switch (state.phase) {
    case 'listening':
      // B9: the last of what the agent said, on its way back.
      if (isEcho(sound)) return stay(state);
      return takeFloor(memory, newTurn(state, onsetMs), policy, ['silence']);
    case 'settling': {
      // T3: speech before the turn closed goes on with the same turn.
      const pauses = withPause(state, onsetMs - state.silentSinceMs);
      return takeFloor(
        { ...memory, pauses },
        { ...state.turn, endedAtMs: onsetMs },
        policy,
        ['endpoint', 'transcription-deadline'],
        [{ kind: 'cancel-transcription' }],
      );
    }
    case 'answering':
    case 'agent-speaking': {
      if (isProtected(state, policy)) {
        if (!policy.interruption.keepsSpeechWhenDisabled) return stay(state);
        return to({ ...state, ...memoryOf(memory), ...continueOverlap(state, heard) });
      }
      const { overlap, nextId } = continueOverlap(state, heard);
      const judgement: TurnEffect = { kind: 'set-timer', name: 'judgement', delayMs: rulesOf(state, policy).minSpeechMs };
      if (isEcho(sound)) return to({ ...state, overlap, nextId }, [judgement]);
      return hold({ ...state, ...memoryOf(memory), overlap, nextId }, overlap, [judgement], nowMs);
    }
    case 'held':
      return to({ ...state, ...memoryOf(memory), overlap: { ...withSound(state.overlap, sound), isSpeaking: true, lagMs: heard.lagMs ?? 0 } }, [
        { kind: 'cancel-transcription' },
        { kind: 'set-timer', name: 'judgement', delayMs: rulesOf(state, policy).minSpeechMs },
      ]);
    default:
      return stay(state);
  }
}

/** B1: any speech holds playout at once; what it was is judged on more evidence. */
function hold(state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' }>, overlap: Overlap, effects: readonly TurnEffect[], nowMs: number): TurnStep {
  return to({ ...memoryOf(state), phase: 'held', response: state.response, overlap: { ...overlap, wasHeld: true }, sinceMs: nowMs }, [
    { kind: 'hold-playout', responseId: state.response.responseId },
    ...effects,
    clear('speaking-limit'),
  ]);
}

function overlapHeard(state: TurnState, { onsetMs, sound, lagMs = 0 }: Heard, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase === 'listening') {
    // What began as the agent's echo goes on as somebody's speech.
    return isEcho(sound) ? stay(state) : takeFloor({ ...state, unansweredPrompts: 0, isWaiting: false }, newTurn(state, onsetMs), policy, ['silence']);
  }
  if ((state.phase !== 'held' && state.phase !== 'agent-speaking' && state.phase !== 'answering') || state.overlap?.isSpeaking !== true) return stay(state);
  const overlap = { ...withSound(state.overlap, sound), lagMs };
  const next = { ...state, overlap };
  if (isProtected(state, policy)) return stay(next);
  if (state.phase !== 'held' && !overlap.wasHeld && !isEcho(sound)) {
    return hold({ ...state, overlap }, overlap, [{ kind: 'set-timer', name: 'judgement', delayMs: rulesOf(state, policy).minSpeechMs }], nowMs);
  }
  return state.phase === 'held' ? judge(next, policy, nowMs, false) : stay(next);
}

/** P5: whoever speaks in the agent's place has the floor of the agent; the participant's turn goes on beside it. */
function personChanged(state: TurnState, person: PersonInPlace, policy: TurnPolicy): TurnStep {
  if (person === state.person) return stay(state);
  const next = { ...state, person, unansweredPrompts: 0 };
  if (next.phase === 'listening') return listen(next, policy);
  if (person !== 'speaking' || (next.phase !== 'answering' && next.phase !== 'agent-speaking' && next.phase !== 'held')) return stay(next);
  const { response } = next;
  // A goodbye that was cut is none.
  const stop: TurnEffect = { kind: 'stop-response', responseId: response.responseId, isInterruption: response.isAudible };
  return prepend([stop], afterResponse({ ...next, endAfterResponse: null }, policy));
}

/** O4: another preset from now on, or for what is being said; speech that is being judged is judged by it. */
function overlapChosen(state: TurnState, { choice, responseId }: Extract<TurnEvent, { kind: 'overlap-chosen' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  if (responseId === null) return rejudged({ ...state, overlapChoice: choice }, policy, nowMs);
  if (state.phase !== 'answering' && state.phase !== 'agent-speaking' && state.phase !== 'held') return stay(state);
  if (state.response.responseId !== responseId) return stay(state);
  return rejudged({ ...state, response: { ...state.response, overlapChoice: choice } }, policy, nowMs);
}

function rejudged(state: TurnState, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase !== 'held') return stay(state);
  // B7: what has become protected is not held any longer.
  return isProtected(state, policy) ? resume(state, policy, '') : judge(state, policy, nowMs, false);
}

function speechEnded(state: TurnState, lastSpeechMs: number, policy: TurnPolicy, nowMs: number): TurnStep {
  switch (state.phase) {
    case 'user-speaking':
      return settle(state, { ...state.turn, endedAtMs: lastSpeechMs }, lastSpeechMs, policy);
    case 'held':
    case 'agent-speaking':
    case 'answering': {
      if (state.overlap === null) return stay(state);
      const turn = { ...state.overlap.turn, endedAtMs: lastSpeechMs, attempt: state.overlap.turn.attempt + 1 };
      const next = { ...state, overlap: { ...state.overlap, turn, isSpeaking: false } };
      const isCough = lastSpeechMs - turn.startedAtMs < rulesOf(state, policy).minSpeechMs && turn.partial === '';
      if (isCough || isProtected(state, policy)) return judge(next, policy, nowMs, false);
      // B3: a short utterance is judged by its words; playout waits for them only so long.
      return prepend([{ kind: 'transcribe', turnId: turn.turnId, attempt: turn.attempt }], judge(next, policy, nowMs, false));
    }
    default:
      return stay(state);
  }
}

function partialHeard(state: TurnState, { text, areOwnWords = false }: Extract<TurnEvent, { kind: 'partial' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  switch (state.phase) {
    case 'user-speaking':
    case 'settling':
      return to({ ...state, turn: { ...state.turn, partial: text } });
    case 'held':
    case 'agent-speaking':
    case 'answering':
      if (state.overlap === null) return stay(state);
      return judge({ ...state, overlap: { ...state.overlap, areOwnWords, turn: { ...state.overlap.turn, partial: text } } }, policy, nowMs, false);
    default:
      return stay(state);
  }
}

/** A judge's answer: the silence that is needed is weighed anew, if the turn is still open and unchanged. */
function endScored(state: TurnState, event: Extract<TurnEvent, { kind: 'end-scored' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase !== 'settling' || event.turnId !== state.turn.turnId || event.attempt !== state.turn.attempt) return stay(state);
  return closeWhenSilentEnough({ ...state, score: event.score }, policy, nowMs);
}

function transcribed(state: TurnState, event: Extract<TurnEvent, { kind: 'transcribed' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase === 'settling') {
    // E4: only the newest request for a turn's text counts.
    if (event.turnId !== state.turn.turnId || event.attempt !== state.turn.attempt) return stay(state);
    const heard: HeardTurn = { text: wholeText(state.turn, event.text), confidence: event.confidence };
    return closeWhenSilentEnough({ ...state, heard }, policy, nowMs);
  }
  if ((state.phase === 'held' || state.phase === 'agent-speaking' || state.phase === 'answering') && state.overlap !== null) {
    const { overlap } = state;
    if (event.turnId !== overlap.turn.turnId || event.attempt !== overlap.turn.attempt || overlap.isSpeaking) return stay(state);
    const areOwnWords = event.areOwnWords ?? false;
    const next = { ...state, overlap: { ...overlap, areOwnWords, turn: { ...overlap.turn, partial: event.text.trim() } } };
    return judge(next, policy, nowMs, true, event.confidence);
  }
  return stay(state);
}

function transcriptionFailed(state: TurnState, event: Extract<TurnEvent, { kind: 'transcription-failed' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  if (state.phase === 'settling' && event.turnId === state.turn.turnId && event.attempt === state.turn.attempt) {
    const known = wholeText(state.turn, state.turn.partial);
    if (known !== '') return closeWhenSilentEnough({ ...state, heard: { text: known, confidence: null } }, policy, nowMs);
    return prepend(
      [{ kind: 'discard-turn', turnId: state.turn.turnId, text: '' }, clear('endpoint'), clear('transcription-deadline')],
      fallBack(state, 'apology', policy, nowMs),
    );
  }
  if ((state.phase === 'held' || state.phase === 'agent-speaking' || state.phase === 'answering') && state.overlap?.turn.turnId === event.turnId) {
    return resume(state, policy, '');
  }
  return stay(state);
}

function userText(state: TurnState, text: string, policy: TurnPolicy, nowMs: number): TurnStep {
  const effects: TurnEffect[] = [
    clear('endpoint'),
    clear('transcription-deadline'),
    clear('judgement'),
    clear('silence'),
    clear('utterance-limit'),
    clear('speaking-limit'),
  ];
  const live = liveResponseOf(state);
  if (live !== null) effects.push({ kind: 'stop-response', responseId: live.responseId, isInterruption: true });
  if (state.phase === 'user-speaking' || state.phase === 'settling') {
    effects.push({ kind: 'cancel-transcription' }, { kind: 'discard-turn', turnId: state.turn.turnId, text: state.turn.partial });
  }
  const turnId = state.nextId;
  effects.push({ kind: 'commit-turn', turnId, text, confidence: null, medium: 'text', startedAtMs: nowMs, endedAtMs: nowMs });
  const next = { ...state, nextId: state.nextId + 1, unansweredPrompts: 0, apologies: 0, isWaiting: false, endAfterResponse: null };
  return prepend(
    effects,
    respond(next, 'user-text', { turnId, startedAtMs: nowMs, endedAtMs: nowMs, partial: text, said: '', attempt: 0 }, null, policy, nowMs),
  );
}

function responseAudible(state: TurnState, responseId: number, policy: TurnPolicy): TurnStep {
  if (state.phase !== 'answering' || state.response.responseId !== responseId) return stay(state);
  return to({ ...state, phase: 'agent-speaking', response: { ...state.response, isAudible: true } }, [
    clear('answer-deadline'),
    { kind: 'set-timer', name: 'speaking-limit', delayMs: policy.limits.maxResponseMs },
  ]);
}

function responseFinished(state: TurnState, event: Extract<TurnEvent, { kind: 'response-finished' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  const live = liveResponseOf(state);
  if (live?.responseId !== event.responseId || (state.phase !== 'answering' && state.phase !== 'agent-speaking' && state.phase !== 'held')) return stay(state);
  const cleared = [clear('answer-deadline'), clear('speaking-limit'), clear('judgement')];
  if (state.endAfterResponse !== null) return prepend(cleared, end(state, state.endAfterResponse.reason, state.endAfterResponse.detail));
  // R3: a turn never ends in silence; a model that says nothing is answered for, unless it chose to wait.
  if (event.isEmpty && !state.isWaiting && state.goesOn === null && live.trigger !== 'silence')
    return prepend(cleared, fallBack(state, 'apology', policy, nowMs));
  return afterResponse({ ...state, apologies: live.trigger === 'fallback' ? state.apologies : 0 }, policy);
}

/** Nothing more comes of the live response. */
function afterResponse(state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' | 'held' }>, policy: TurnPolicy): TurnStep {
  const cleared = [clear('answer-deadline'), clear('speaking-limit'), clear('judgement')];
  if (state.overlap === null) return prepend(cleared, listen(state, policy));
  const { turn, isSpeaking, sound } = state.overlap;
  // B9: the agent's own words are nobody's turn.
  if (isEcho(sound)) return prepend([...cleared, { kind: 'discard-turn', turnId: turn.turnId, text: '' }], listen(state, policy));
  // B5: speech that outlasts the answer becomes the next turn.
  return prepend(cleared, isSpeaking ? takeFloor(state, turn, policy, []) : settle(state, turn, turn.endedAtMs, policy));
}

function responseFailed(state: TurnState, event: Extract<TurnEvent, { kind: 'response-failed' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  if (liveResponseOf(state)?.responseId !== event.responseId) return stay(state);
  const cleared = [clear('answer-deadline'), clear('speaking-limit'), clear('judgement')];
  if (state.endAfterResponse !== null) return prepend(cleared, end(state, state.endAfterResponse.reason, state.endAfterResponse.detail));
  return prepend(cleared, fallBack(state, 'apology', policy, nowMs));
}

function timerFired(state: TurnState, name: TimerName, policy: TurnPolicy, nowMs: number): TurnStep {
  switch (name) {
    case 'endpoint':
      return state.phase === 'settling' ? closeWhenSilentEnough(state, policy, nowMs) : stay(state);
    case 'utterance-limit':
      return state.phase === 'user-speaking'
        ? settle(state, { ...state.turn, endedAtMs: nowMs }, nowMs - policy.endpointing.maxSilenceMs, policy)
        : stay(state);
    case 'transcription-deadline':
      if (state.phase !== 'settling') return stay(state);
      return prepend(
        [{ kind: 'cancel-transcription' }],
        transcriptionFailed(state, { kind: 'transcription-failed', turnId: state.turn.turnId, attempt: state.turn.attempt }, policy, nowMs),
      );
    case 'judgement':
      return state.phase === 'held' || ((state.phase === 'agent-speaking' || state.phase === 'answering') && state.overlap !== null)
        ? judge(state, policy, nowMs, false)
        : stay(state);
    case 'answer-deadline': {
      const live = state.phase === 'answering' || state.phase === 'held' ? state.response : null;
      if (live === null) return stay(state);
      return prepend([{ kind: 'stop-response', responseId: live.responseId, isInterruption: false }], fallBack(state, 'apology', policy, nowMs));
    }
    case 'speaking-limit': {
      const live = liveResponseOf(state);
      if (live === null) return stay(state);
      return prepend([{ kind: 'stop-response', responseId: live.responseId, isInterruption: false }, clear('judgement')], listen(state, policy));
    }
    case 'silence':
      return state.phase === 'listening' ? silenceElapsed(state, policy, nowMs) : stay(state);
    case 'max-duration':
      return requestEnd(
        state,
        { kind: 'end-requested', reason: 'max-duration', detail: 'the longest duration was reached', afterResponse: false },
        policy,
        nowMs,
        policy.limits.hasMaxDurationMessage ? 'max-duration' : null,
      );
    case 'soft-timeout':
      return softTimeout(state, policy);
    case 'closing-deadline':
      return stay(state);
  }
}

/** C9: an answer that waits for a tool has its deadline after the tool's. */
function toolWaiting(state: TurnState, event: Extract<TurnEvent, { kind: 'tool-waiting' }>, policy: TurnPolicy): TurnStep {
  if (state.phase !== 'answering' && state.phase !== 'agent-speaking' && state.phase !== 'held') return stay(state);
  if (state.response.responseId !== event.responseId) return stay(state);
  const { protection, waitsFor } = state.response;
  const asked = event.protects === 'turn' ? 'turn' : event.protects ? 'tool' : 'none';
  const response: LiveResponse = {
    ...state.response,
    waitsFor: waitsFor + 1,
    waitLimitMs: event.limitMs,
    protection: protection === 'turn' || asked === 'none' ? protection : asked,
  };
  const limit: TurnEffect[] = response.isAudible ? [] : limitsOf(response, policy);
  const next = { ...state, response };
  // Nothing may stay held that nothing may stop.
  return prepend(limit, state.phase === 'held' && isProtected(next, policy) ? resume(next, policy, '') : to(next));
}

function toolWaited(state: TurnState, responseId: number, policy: TurnPolicy): TurnStep {
  if (state.phase !== 'answering' && state.phase !== 'agent-speaking' && state.phase !== 'held') return stay(state);
  if (state.response.responseId !== responseId) return stay(state);
  const waitsFor = Math.max(0, state.response.waitsFor - 1);
  const { protection } = state.response;
  const response: LiveResponse = {
    ...state.response,
    waitsFor,
    waitLimitMs: waitsFor === 0 ? 0 : state.response.waitLimitMs,
    protection: waitsFor === 0 && protection === 'tool' ? 'none' : protection,
  };
  const isNextDue = waitsFor === 0 && !response.isAudible;
  return to({ ...state, response }, isNextDue ? limitsOf(response, policy) : []);
}

/** F1: an answer that takes long is announced; the filler and the answer are one response. */
function softTimeout(state: TurnState, policy: TurnPolicy): TurnStep {
  if (state.phase !== 'answering' || state.person !== 'absent') return stay(state);
  if (state.response.isAudible || state.response.fillers >= policy.filler.mostPerResponse) return stay(state);
  const { responseId, fillers } = state.response;
  return to({ ...state, response: { ...state.response, fillers: fillers + 1 } }, [{ kind: 'say-filler', responseId, index: fillers }, ...softTimer(policy)]);
}

function softTimer(policy: TurnPolicy): TurnEffect[] {
  return policy.filler.afterMs === null ? [] : [{ kind: 'set-timer', name: 'soft-timeout', delayMs: policy.filler.afterMs }];
}

function silenceElapsed(state: TurnState, policy: TurnPolicy, nowMs: number): TurnStep {
  const { silence } = policy;
  if (silence.endAfterMs !== null && (silence.promptAfterMs === null || silence.promptAfterMs * (state.unansweredPrompts + 1) >= silence.endAfterMs)) {
    return farewell(state, 'silence', 'nobody spoke', policy.isTextOnly ? null : 'silence-goodbye', policy, nowMs);
  }
  // S2: after so many prompts without an answer nobody is there.
  if (state.unansweredPrompts >= silence.maxPrompts) return farewell(state, 'silence', 'nobody answered', 'silence-goodbye', policy, nowMs);
  return respond({ ...state, unansweredPrompts: state.unansweredPrompts + 1 }, 'silence', null, null, policy, nowMs);
}

function requestEnd(
  state: TurnState,
  event: Extract<TurnEvent, { kind: 'end-requested' }>,
  policy: TurnPolicy,
  nowMs: number,
  goodbye: SpokenFallback | null = null,
): TurnStep {
  if (state.phase === 'ended') return stay(state);
  if (state.phase === 'closing') return event.afterResponse || goodbye !== null ? stay(state) : end(state, state.reason, state.detail);
  if (event.afterResponse && liveResponseOf(state) !== null) {
    return stay({ ...state, endAfterResponse: state.endAfterResponse ?? { reason: event.reason, detail: event.detail } });
  }
  if (goodbye !== null) return farewell(state, event.reason, event.detail, goodbye, policy, nowMs);
  return end(state, event.reason, event.detail);
}

function whileClosing(state: Extract<TurnState, { phase: 'closing' }>, event: TurnEvent): TurnStep {
  const isOver =
    (event.kind === 'timer' && event.name === 'closing-deadline') ||
    ((event.kind === 'response-finished' || event.kind === 'response-failed') && event.responseId === state.farewell?.responseId);
  return isOver ? end(state, state.reason, state.detail) : stay(state);
}

/** B2–B4: judges speech over a live response on the evidence so far. */
function judge(
  state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' | 'held' }>,
  policy: TurnPolicy,
  nowMs: number,
  isFinal: boolean,
  confidence: number | null = null,
): TurnStep {
  const { overlap } = state;
  if (overlap === null) return stay(state);
  if (isProtected(state, policy)) return to(state);
  const rules = rulesOf(state, policy);
  const judgement = judgementOf(state.response, overlap, { rules, policy, nowMs, isFinal });
  if (judgement.verdict === 'interrupt') return interrupt(state, overlap, isFinal ? { text: overlap.turn.partial, confidence } : null, policy, nowMs);
  if (judgement.verdict === 'resume') return resume(state, policy, overlap.turn.partial);
  const again: TurnEffect = { kind: 'set-timer', name: 'judgement', delayMs: judgement.againInMs };
  if (state.phase !== 'held') return to(state, [again]);
  const leftMs = rules.maxHoldMs - (nowMs - state.sinceMs);
  // Nothing of the answer was heard yet: waiting longer is not heard either, and speaking over the participant would be.
  const mayWait = leftMs > 0 || (!state.response.isAudible && overlap.isSpeaking);
  if (judgement.verdict === 'wait' && mayWait) return to(state, [leftMs > 0 ? { ...again, delayMs: Math.min(judgement.againInMs, leftMs) } : again]);
  // B4: undecided for too long, or no speech by its sound: the same speech goes on, and words that still come can stop it.
  return to(backToResponse(state, overlap), [{ kind: 'resume-playout', responseId: state.response.responseId }, again, ...limitsOf(state.response, policy)]);
}

function judgementOf(
  response: LiveResponse,
  { turn, isSpeaking, sound, wasEcho, areOwnWords, lagMs }: Overlap,
  { rules, policy, nowMs, isFinal }: { rules: OverlapRules; policy: TurnPolicy; nowMs: number; isFinal: boolean },
): Judgement {
  const speechMs = (isSpeaking ? nowMs - lagMs : turn.endedAtMs) - turn.startedAtMs;
  const evidence = { speechMs, isSpeaking, words: turn.partial, isFinal, areOwnWords, sound, wasEcho, isAudible: response.isAudible };
  return judgeOverlap(evidence, rules, policy.interruption.ignoredTerms);
}

function interrupt(
  state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' | 'held' }>,
  overlap: Overlap,
  heard: HeardTurn | null,
  policy: TurnPolicy,
  nowMs: number,
): TurnStep {
  const { response } = state;
  const wasAudible = response.isAudible;
  const effects: TurnEffect[] = [
    { kind: 'stop-response', responseId: response.responseId, isInterruption: wasAudible },
    clear('judgement'),
    clear('answer-deadline'),
    clear('speaking-limit'),
  ];
  let turn = overlap.turn;
  if (!wasAudible && response.answers !== null) {
    // T4: nothing of the answer was heard, so the participant goes on with the same turn.
    effects.push({ kind: 'reopen-turn', turnId: response.answers.turnId });
    turn = {
      ...response.answers,
      said: response.answers.partial,
      partial: overlap.turn.partial,
      attempt: Math.max(response.answers.attempt, overlap.turn.attempt) + 1,
      endedAtMs: overlap.turn.endedAtMs,
    };
    const pauses = withPause(state, overlap.turn.startedAtMs - response.answers.endedAtMs);
    const next: TurnState = { ...state, endAfterResponse: null, pauses };
    return prepend(effects, overlap.isSpeaking ? takeFloor(next, turn, policy, []) : settle(next, turn, turn.endedAtMs, policy));
  }
  const next: TurnState = { ...state, endAfterResponse: null, interruptions: state.interruptions + 1 };
  if (overlap.isSpeaking) return prepend(effects, takeFloor(next, turn, policy, []));
  if (heard === null) return prepend(effects, settle(next, turn, turn.endedAtMs, policy));
  return prepend(
    effects,
    closeWhenSilentEnough({ ...memoryOf(next), phase: 'settling', turn, silentSinceMs: turn.endedAtMs, heard, score: null }, policy, nowMs),
  );
}

function resume(state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' | 'held' }>, policy: TurnPolicy, words: string): TurnStep {
  const effects: TurnEffect[] = [clear('judgement')];
  if (state.overlap !== null) effects.push({ kind: 'cancel-transcription' }, { kind: 'discard-turn', turnId: state.overlap.turn.turnId, text: words });
  const counted = { ...memoryOf(state), falseHolds: state.falseHolds + (state.overlap?.wasHeld === true ? 1 : 0) };
  if (state.phase !== 'held') return to({ ...state, ...counted, overlap: null }, effects);
  effects.push({ kind: 'resume-playout', responseId: state.response.responseId }, ...limitsOf(state.response, policy));
  return to(backToResponse({ ...state, ...counted }, null), effects);
}

/** What was going on before the hold: speaking, or still waiting for the first sound. */
function backToResponse(state: Extract<TurnState, { phase: 'held' }>, overlap: Overlap | null): TurnState {
  return { ...memoryOf(state), phase: state.response.isAudible ? 'agent-speaking' : 'answering', response: state.response, overlap };
}

function limitsOf(response: LiveResponse, policy: TurnPolicy): TurnEffect[] {
  return response.isAudible
    ? [{ kind: 'set-timer', name: 'speaking-limit', delayMs: policy.limits.maxResponseMs }]
    : [{ kind: 'set-timer', name: 'answer-deadline', delayMs: policy.limits.answerDeadlineMs + response.waitLimitMs }];
}

function takeFloor(state: TurnState, turn: OpenTurn, policy: TurnPolicy, clears: readonly TimerName[], effects: readonly TurnEffect[] = []): TurnStep {
  const nextId = Math.max(state.nextId, turn.turnId + 1);
  return to({ ...memoryOf(state), phase: 'user-speaking', turn, nextId }, [
    ...effects,
    ...clears.map(clear),
    { kind: 'set-timer', name: 'utterance-limit', delayMs: policy.limits.maxUtteranceMs },
  ]);
}

/** E1: asks for the text at once; the endpoint timer decides with it. */
function settle(state: TurnState, turn: OpenTurn, silentSinceMs: number, policy: TurnPolicy): TurnStep {
  const asked = { ...turn, attempt: turn.attempt + 1 };
  return to({ ...memoryOf(state), phase: 'settling', turn: asked, silentSinceMs, heard: null, score: null, nextId: Math.max(state.nextId, turn.turnId + 1) }, [
    clear('utterance-limit'),
    { kind: 'transcribe', turnId: turn.turnId, attempt: asked.attempt },
    ...(policy.endpointing.weighsEvidence ? [{ kind: 'judge-end', turnId: turn.turnId, attempt: asked.attempt } as const] : []),
    { kind: 'set-timer', name: 'transcription-deadline', delayMs: policy.limits.transcriptionDeadlineMs },
  ]);
}

function closeWhenSilentEnough(state: Extract<TurnState, { phase: 'settling' }>, policy: TurnPolicy, nowMs: number): TurnStep {
  const { heard, turn } = state;
  if (heard === null) return to(state);
  const silentMs = nowMs - state.silentSinceMs;
  const { expectation, pauses } = state;
  const neededMs = silenceNeeded(heard.text, policy.endpointing, policy.language, { score: state.score, expectation, pauses });
  if (silentMs < neededMs) return to(state, [clear('transcription-deadline'), { kind: 'set-timer', name: 'endpoint', delayMs: neededMs - silentMs }]);
  const cleared = [clear('endpoint'), clear('transcription-deadline')];
  if (heard.text === '') {
    const wasLong = turn.endedAtMs - turn.startedAtMs > 1200;
    const discarded: TurnEffect[] = [...cleared, { kind: 'discard-turn', turnId: turn.turnId, text: '' }];
    // R4: long speech without a word is asked for again, once; a short noise is nothing.
    return wasLong && state.apologies === 0 ? prepend(discarded, fallBack(state, 'not-understood', policy, nowMs)) : prepend(discarded, listen(state, policy));
  }
  const commit: TurnEffect = {
    kind: 'commit-turn',
    turnId: turn.turnId,
    text: heard.text,
    confidence: heard.confidence,
    medium: 'audio',
    startedAtMs: turn.startedAtMs,
    endedAtMs: turn.endedAtMs,
  };
  const next: TurnState = { ...state, unansweredPrompts: 0, apologies: 0, isWaiting: false };
  return prepend([...cleared, commit], respond(next, 'user-turn', { ...turn, partial: heard.text }, turn.endedAtMs, policy, nowMs));
}

function respond(
  state: TurnState,
  trigger: ResponseTrigger,
  answers: OpenTurn | null,
  lastSpeechMs: number | null,
  policy: TurnPolicy,
  nowMs: number,
): TurnStep {
  // P2: while a person answers, the agent's turns pass in silence.
  if (state.person !== 'absent' && trigger !== 'handoff') return listen({ ...state, goesOn: state.goesOn === 'news' ? null : state.goesOn }, policy);
  const responseId = state.nextId;
  const response: LiveResponse = {
    responseId,
    turnId: answers?.turnId ?? null,
    trigger,
    answers: trigger === 'user-turn' ? answers : null,
    startedAtMs: nowMs,
    isAudible: false,
    fillers: 0,
    waitsFor: 0,
    waitLimitMs: 0,
    protection: 'none',
    overlapChoice: trigger === 'first-message' ? policy.interruption.firstMessage : null,
  };
  return to({ ...memoryOf(state), phase: 'answering', response, overlap: null, nextId: responseId + 1, goesOn: null }, [
    clear('silence'),
    { kind: 'start-response', responseId, turnId: response.turnId, trigger, lastSpeechMs },
    { kind: 'set-timer', name: 'answer-deadline', delayMs: policy.limits.answerDeadlineMs },
    ...(trigger === 'first-message' ? [] : softTimer(policy)),
  ]);
}

/** R1: a spoken way out of every failure; the third in a row ends the call. */
function fallBack(state: TurnState, fallback: SpokenFallback, policy: TurnPolicy, nowMs: number): TurnStep {
  // P2: a person sees for themselves what went wrong.
  if (state.person !== 'absent') return listen(state, policy);
  if (state.apologies >= 2) return farewell(state, 'provider-failed', 'no answer could be made', 'give-up', policy, nowMs);
  const responseId = state.nextId;
  const response: LiveResponse = {
    responseId,
    turnId: null,
    trigger: 'fallback',
    answers: null,
    startedAtMs: nowMs,
    isAudible: false,
    fillers: 0,
    waitsFor: 0,
    waitLimitMs: 0,
    protection: 'none',
    overlapChoice: null,
  };
  return to({ ...memoryOf(state), phase: 'answering', response, overlap: null, nextId: responseId + 1, apologies: state.apologies + 1 }, [
    { kind: 'say', responseId, fallback, trigger: 'fallback' },
    { kind: 'set-timer', name: 'answer-deadline', delayMs: policy.limits.answerDeadlineMs },
  ]);
}

function farewell(state: TurnState, reason: EndReason, detail: string, goodbye: SpokenFallback | null, policy: TurnPolicy, nowMs: number): TurnStep {
  if (goodbye === null) return end(state, reason, detail);
  const live = liveResponseOf(state);
  const effects: TurnEffect[] = live === null ? [] : [{ kind: 'stop-response', responseId: live.responseId, isInterruption: false }];
  const responseId = state.nextId;
  const response: LiveResponse = {
    responseId,
    turnId: null,
    trigger: 'farewell',
    answers: null,
    startedAtMs: nowMs,
    isAudible: false,
    fillers: 0,
    waitsFor: 0,
    waitLimitMs: 0,
    protection: 'none',
    overlapChoice: null,
  };
  return to({ ...memoryOf(state), phase: 'closing', reason, detail, farewell: response, nextId: responseId + 1 }, [
    ...effects,
    { kind: 'say', responseId, fallback: goodbye, trigger: 'farewell' },
    { kind: 'set-timer', name: 'closing-deadline', delayMs: policy.limits.farewellDeadlineMs },
  ]);
}

/** X1: the first reason wins. */
function end(state: TurnState, reason: EndReason, detail: string): TurnStep {
  return to({ ...memoryOf(state), phase: 'ended', reason }, [{ kind: 'end-conversation', reason, detail }]);
}

function listen(state: TurnState, policy: TurnPolicy, isFirst = false): TurnStep {
  const { silence } = policy;
  const promptMs = isFirst ? (silence.firstPromptAfterMs ?? silence.promptAfterMs) : silence.promptAfterMs;
  // P4: nobody is asked whether they are there while a person sees to the call.
  const isAlone = state.person === 'absent' || policy.isTextOnly;
  const waitMs = !isAlone ? null : state.isWaiting ? silence.endAfterMs : (promptMs ?? silence.endAfterMs);
  const timer: TurnEffect = waitMs === null ? clear('silence') : { kind: 'set-timer', name: 'silence', delayMs: waitMs };
  return to({ ...memoryOf(state), phase: 'listening' }, [timer]);
}

function newTurn(state: TurnState, onsetMs: number): OpenTurn {
  return { turnId: state.nextId, startedAtMs: onsetMs, endedAtMs: onsetMs, partial: '', said: '', attempt: 0 };
}

function continueOverlap(
  state: Extract<TurnState, { phase: 'answering' | 'agent-speaking' }>,
  { onsetMs, sound, lagMs = 0 }: Heard,
): { overlap: Overlap; nextId: number } {
  if (state.overlap !== null) return { overlap: { ...withSound(state.overlap, sound), isSpeaking: true, lagMs }, nextId: state.nextId };
  return {
    overlap: { turn: newTurn(state, onsetMs), isSpeaking: true, sound, wasEcho: isEcho(sound), areOwnWords: false, lagMs, wasHeld: false },
    nextId: state.nextId + 1,
  };
}

/** O3, O4: the response's own choice, else the one made during the call, else the agent's. */
function choiceOf(state: TurnState): OverlapChoice | null {
  return ('response' in state ? state.response.overlapChoice : null) ?? state.overlapChoice;
}

function isProtected(state: TurnState, policy: TurnPolicy): boolean {
  return policy.interruption.isDisabled || choiceOf(state) === 'protected' || ('response' in state && state.response.protection !== 'none');
}

function rulesOf(state: TurnState, policy: TurnPolicy): OverlapRules {
  const { overlap } = policy.interruption;
  const choice = choiceOf(state);
  return overlapRules(overlap, state, choice === null || choice === 'protected' ? overlap.name : choice);
}

/** Evidence that the agent's settings do not want weighed is taken out. */
function believed(sound: OverlapSound | null, { interruption }: TurnPolicy): OverlapSound | null {
  if (sound === null) return null;
  return { ...sound, echo: interruption.ignoresEcho ? sound.echo : 0, belowUsualDb: interruption.ignoresBackground ? sound.belowUsualDb : null };
}

/** A hold takes away what an echo would be known by, and a breath what a voice was: what was known of this speech stays until more is. */
function withSound(overlap: Overlap, heard: OverlapSound | null): Overlap {
  const sound = heard?.isEarly === true && overlap.sound !== null ? { ...overlap.sound, echo: heard.echo } : heard;
  return { ...overlap, sound, wasEcho: overlap.wasEcho || isEcho(sound) };
}

const isEcho = (sound: OverlapSound | null): boolean => sound !== null && sound.echo >= 0.6;

function withPause({ pauses }: TurnMemory, pauseMs: number): readonly number[] {
  return pauseMs > 0 ? [...pauses, pauseMs].slice(-rememberedPauses) : pauses;
}

function memoryOf(state: TurnState): TurnMemory {
  const { nextId, unansweredPrompts, apologies, endAfterResponse, isWaiting, goesOn, draft, draftsMade, draftsUsed, interruptions, falseHolds } = state;
  const { backchannels, pauses, expectation, overlapChoice, person } = state;
  return {
    nextId,
    unansweredPrompts,
    apologies,
    endAfterResponse,
    isWaiting,
    goesOn,
    draft,
    draftsMade,
    draftsUsed,
    interruptions,
    falseHolds,
    backchannels,
    pauses,
    expectation,
    overlapChoice,
    person,
  };
}

const wholeText = (turn: OpenTurn, text: string): string => `${turn.said} ${text}`.trim();
const clear = (name: TimerName): TurnEffect => ({ kind: 'clear-timer', name });
const stay = (state: TurnState): TurnStep => ({ state, effects: [] });
const to = (state: TurnState, effects: readonly TurnEffect[] = []): TurnStep => ({ state, effects });
const prepend = (effects: readonly TurnEffect[], next: TurnStep): TurnStep => ({ state: next.state, effects: [...effects, ...next.effects] });
