import { normaliseTerm } from './normalise-term';
import type { TurnPolicy } from './policy';
import type { Draft, TurnEffect, TurnEvent, TurnState, TurnStep } from './state';

/** Drafts are tried this often before they have to pay. */
const freeDrafts = 8;
const freeGuesses = 6;
/** Share of drafts that must have been used for more to be made. */
const leastShareUsed = 1 / 4;

/**
 * D1 to D4: while a turn settles, its answer is begun on the words so far; when the turn closes with the same words the draft is the answer,
 * and whatever else happens throws it away. Works on the outcome of any step, so no rule of the machine needs to know of drafts.
 */
export function withDraft(next: TurnStep, event: TurnEvent, policy: TurnPolicy): TurnStep {
  const { state } = next;
  // P2: nobody waits for an answer of the agent's while a person answers.
  if (state.person !== 'absent') return dropped(next);
  if (state.phase === 'settling') return whileSettling(state, next.effects, policy);
  if (state.phase === 'user-speaking' && event.kind === 'speech-started') return dropped(next);
  if (state.phase === 'user-speaking') return whileSpeaking(state, event, next.effects, policy);
  return (state.draft === null ? null : adopt(state, state.draft, next.effects)) ?? dropped(next);
}

function dropped({ state, effects }: TurnStep): TurnStep {
  return state.draft === null ? { state, effects } : { state: { ...state, draft: null }, effects: [drop(state.draft), ...effects] };
}

/** A first short silence after words begins a draft; it lives as long as no other words come. */
function whileSpeaking(state: Extract<TurnState, { phase: 'user-speaking' }>, event: TurnEvent, effects: readonly TurnEffect[], policy: TurnPolicy): TurnStep {
  const { draft, turn } = state;
  const words = `${turn.said} ${turn.partial}`.trim();
  if (draft !== null && (draft.turnId !== turn.turnId || !isSame(draft.text, words)))
    return { state: { ...state, draft: null }, effects: [drop(draft), ...effects] };
  const mayBegin = event.kind === 'speech-paused' && (event.isSure ? pays(state) : paysWell(state));
  if (draft !== null || !mayBegin || words === '' || !policy.isSpeculative) return { state, effects };
  return make(state, turn.turnId, words, effects);
}

function whileSettling(state: Extract<TurnState, { phase: 'settling' }>, effects: readonly TurnEffect[], policy: TurnPolicy): TurnStep {
  const { draft, turn, heard } = state;
  const words = heard === null ? `${turn.said} ${turn.partial}`.trim() : heard.text;
  // A last word often comes after the silence has begun: the draft begins anew with it, and does not wait until the words are certain.
  const isStale = draft !== null && (draft.turnId !== turn.turnId || (words !== '' && !isSame(draft.text, words)));
  if (draft !== null && !isStale) return { state, effects };
  const gone = draft === null ? [] : [drop(draft)];
  if (words === '' || !policy.isSpeculative || !pays(state)) return { state: { ...state, draft: null }, effects: [...gone, ...effects] };
  return make(state, turn.turnId, words, [...gone, ...effects]);
}

function make(state: TurnState, turnId: number, text: string, effects: readonly TurnEffect[]): TurnStep {
  const made: Draft = { responseId: state.nextId, turnId, text };
  return {
    state: { ...state, draft: made, nextId: state.nextId + 1, draftsMade: state.draftsMade + 1 },
    effects: [...effects, { kind: 'draft-response', ...made }],
  };
}

/** The step that closes the turn with the drafted words takes the draft instead of beginning anew. */
function adopt(state: TurnState, draft: Draft, effects: readonly TurnEffect[]): TurnStep | null {
  if (state.phase !== 'answering') return null;
  const start = effects.find((effect) => effect.kind === 'start-response');
  const commit = effects.find((effect) => effect.kind === 'commit-turn');
  if (start?.trigger !== 'user-turn' || commit?.turnId !== draft.turnId || !isSame(commit.text, draft.text)) return null;
  return {
    state: { ...state, draft: null, draftsUsed: state.draftsUsed + 1, response: { ...state.response, responseId: draft.responseId } },
    effects: effects.map((effect) =>
      effect === start ? { kind: 'adopt-draft', responseId: draft.responseId, turnId: draft.turnId, lastSpeechMs: start.lastSpeechMs } : effect,
    ),
  };
}

/** D4: drafts that are thrown away too often are not made any more. */
function pays({ draftsMade, draftsUsed }: TurnState): boolean {
  return draftsMade < freeDrafts || draftsUsed / draftsMade >= leastShareUsed;
}

/** A pause that may be none begins a draft only as long as one of three is of use. */
function paysWell({ draftsMade, draftsUsed }: TurnState): boolean {
  return draftsMade < freeGuesses || draftsUsed / draftsMade >= 1 / 3;
}

const isSame = (a: string, b: string) => normaliseTerm(a) === normaliseTerm(b);
const drop = ({ responseId }: Draft): TurnEffect => ({ kind: 'drop-draft', responseId });
