import type { ConversationEvent } from '@/server/contracts/conversation';
import { type AgentStretch, type Stretch, timelineOf } from '../conversations/timeline';

export const sampleMs = 9_600;

/** What came of the caller's speech: the agent stopped for good so long after it began, paused for so long and went on, or said nothing anyway. */
export interface SampleOutcome {
  readonly kind: 'stopped' | 'paused' | 'silent';
  readonly ms: number;
}

/** What happens in a sample of a turn-taking preset. */
export interface TurnSample {
  readonly participant: readonly Stretch[];
  readonly agent: readonly AgentStretch[];
  /** One for each time the caller speaks. */
  readonly outcomes: readonly SampleOutcome[];
}

export function sampleOf(events: readonly ConversationEvent[]): TurnSample {
  const { participant, agent } = timelineOf(events, sampleMs);
  const outcomes = participant.map((speech, i) => outcomeOf(speech, participant[i + 1]?.startMs ?? sampleMs, agent));
  return { participant, agent: agent.filter(({ startMs }) => startMs < sampleMs), outcomes };
}

/** A pause begins with the speech that it listens to. */
const touchMs = 200;

function outcomeOf({ startMs }: Stretch, untilMs: number, agent: readonly AgentStretch[]): SampleOutcome {
  const spoken = agent.find((stretch) => stretch.isHeard && stretch.startMs < startMs && stretch.endMs > startMs - touchMs);
  if (spoken === undefined) return { kind: 'silent', ms: 0 };
  const rest = agent.filter(({ responseId }) => responseId === spoken.responseId);
  const cut = rest.find(({ isHeard }) => !isHeard);
  if (cut !== undefined && cut.startMs < untilMs) return { kind: 'stopped', ms: cut.startMs - startMs };
  const next = rest.find((stretch) => stretch.startMs >= spoken.endMs);
  return { kind: 'paused', ms: (next?.startMs ?? spoken.endMs) - spoken.endMs };
}
