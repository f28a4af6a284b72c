import type { AgentConfig } from '../../contracts/agent-config';
import { type Eagerness, eagernesses, type TurnAdvice, type TurnFigures, type TurnSuggestion } from '../../contracts/turn-suggestion';

/** With fewer, chance decides. */
const enoughAnswers = 40;
const enoughStops = 15;
/** More answers than this that begin while the caller has more to say are felt as being cut off; fewer than the least, and there is time to spare. */
const mostCutIns = 0.06;
const leastCutIns = 0.01;
/** A wait that callers notice. */
const longWaitMs = 700;
/** Of all stops, so many for nothing: the agent gives way too easily. So few: it could give way sooner. */
const mostFalseStops = 0.6;
const leastFalseStops = 0.15;
/** An answer that is talked over so soon after it began was too early. */
const cutInMs = 1_500;

export interface AdviceEvent {
  readonly conversationId: string;
  readonly atMs: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events that figures are made from. */
export const adviceEvents = ['response-started', 'response-audible', 'interrupted', 'playout-resumed', 'turn-measured'] as const;

/** Counts over conversations whose events come one after the other, each in order. */
export function turnFigures(conversations: number, events: readonly AdviceEvent[]): TurnFigures {
  const waits: number[] = [];
  let [answers, cutIns, interruptions, falseStops] = [0, 0, 0, 0];
  let call = '';
  let answering = new Set<number>();
  let audibleAtMs = new Map<number, number>();
  for (const { conversationId, atMs, kind, data } of events) {
    if (conversationId !== call) [call, answering, audibleAtMs] = [conversationId, new Set(), new Map()];
    const responseId = typeof data['responseId'] === 'number' ? data['responseId'] : -1;
    if (kind === 'response-started' && data['trigger'] === 'user-turn') answering.add(responseId);
    if (kind === 'response-audible') {
      audibleAtMs.set(responseId, atMs);
      if (answering.has(responseId)) answers++;
    }
    if (kind === 'playout-resumed') falseStops++;
    if (kind === 'interrupted') {
      interruptions++;
      const began = audibleAtMs.get(responseId);
      if (answering.has(responseId) && began !== undefined && atMs - began <= cutInMs) cutIns++;
    }
    if (kind === 'turn-measured') waits.push(...endpointingIn(data['latency']));
  }
  waits.sort((a, b) => a - b);
  return {
    conversations,
    answers,
    cutIns,
    endpointingMs: waits[Math.floor((waits.length - 1) / 2)] ?? null,
    stops: interruptions + falseStops,
    falseStops,
  };
}

function endpointingIn(latency: unknown): readonly number[] {
  const ms = typeof latency === 'object' && latency !== null && 'endpointingMs' in latency ? latency.endpointingMs : null;
  return typeof ms === 'number' ? [ms] : [];
}

/** What could be set otherwise, one step at a time: the next calls tell whether it was right. */
export function turnAdvice(figures: TurnFigures, config: AgentConfig): TurnAdvice {
  const missing = { answers: Math.max(0, enoughAnswers - figures.answers), stops: Math.max(0, enoughStops - figures.stops) };
  return {
    figures,
    missing,
    suggestions: [
      ...(missing.answers > 0 ? [] : pauses(figures, config.conversationConfig.turn.turnEagerness)),
      ...(missing.stops > 0 ? [] : overlaps(figures, config.parley.turnTaking.overlapPolicy)),
    ],
  };
}

function pauses({ answers, cutIns, endpointingMs }: TurnFigures, now: Eagerness): readonly TurnSuggestion[] {
  const at = eagernesses.indexOf(now);
  const [calmer, quicker] = [eagernesses[at - 1], eagernesses[at + 1]];
  const share = cutIns / answers;
  if (share > mostCutIns) return calmer === undefined ? [] : [{ kind: 'eagerness', to: calmer, reason: 'cut-ins' }];
  const hasTime = share < leastCutIns && (endpointingMs ?? 0) > longWaitMs;
  return hasTime && quicker !== undefined ? [{ kind: 'eagerness', to: quicker, reason: 'waits' }] : [];
}

const bySide = ['repair-first', 'adaptive', 'continuity-first'] as const;

function overlaps({ stops, falseStops }: TurnFigures, now: (typeof bySide)[number]): readonly TurnSuggestion[] {
  const share = falseStops / stops;
  const at = bySide.indexOf(now);
  const [softer, firmer] = [bySide[at - 1], bySide[at + 1]];
  if (share > mostFalseStops) return firmer === undefined ? [] : [{ kind: 'overlap', to: firmer, reason: 'false-stops' }];
  return share < leastFalseStops && softer !== undefined ? [{ kind: 'overlap', to: softer, reason: 'real-stops' }] : [];
}
