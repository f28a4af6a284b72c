import { describe, expect, it } from 'vitest';
import { type AgentConfigInput, parseAgentConfig } from '../../contracts/agent-config';
import { type AdviceEvent, turnAdvice, turnFigures } from './turn-advice';

const answered = (conversationId: string, responseId: number, cutAfterMs?: number): AdviceEvent[] => [
  { conversationId, atMs: 1_000, kind: 'response-started', data: { responseId, trigger: 'user-turn' } },
  { conversationId, atMs: 1_100, kind: 'response-audible', data: { responseId } },
  { conversationId, atMs: 1_100, kind: 'turn-measured', data: { responseId, latency: { endpointingMs: 500 + responseId } } },
  ...(cutAfterMs === undefined ? [] : [{ conversationId, atMs: 1_100 + cutAfterMs, kind: 'interrupted', data: { responseId } }]),
];

describe('figures of turn-taking', () => {
  it('count answers talked over in their first moments, not those interrupted later, nor a first message', () => {
    const figures = turnFigures(2, [
      { conversationId: 'a', atMs: 0, kind: 'response-started', data: { responseId: 1, trigger: 'first-message' } },
      { conversationId: 'a', atMs: 0, kind: 'response-audible', data: { responseId: 1 } },
      { conversationId: 'a', atMs: 500, kind: 'interrupted', data: { responseId: 1 } },
      ...answered('a', 2, 400),
      ...answered('a', 3, 4_000),
      { conversationId: 'a', atMs: 9_000, kind: 'playout-resumed', data: { responseId: 3 } },
      ...answered('b', 1),
    ]);
    expect(figures).toEqual({ conversations: 2, answers: 3, cutIns: 1, endpointingMs: 502, stops: 4, falseStops: 1 });
  });
});

describe('advice', () => {
  const advise = (figures: Partial<Parameters<typeof turnAdvice>[0]>, config: AgentConfigInput = {}) =>
    turnAdvice({ conversations: 50, answers: 100, cutIns: 3, endpointingMs: 600, stops: 20, falseStops: 8, ...figures }, parseAgentConfig(config));
  const turn = (turnEagerness: 'patient' | 'eager'): AgentConfigInput => ({ conversationConfig: { turn: { turnEagerness } } });

  it('waits for enough calls, and says how many are missing', () => {
    expect(advise({ answers: 12, cutIns: 12, stops: 2, falseStops: 2 })).toMatchObject({ missing: { answers: 28, stops: 13 }, suggestions: [] });
  });

  it('leaves alone what goes well', () => {
    expect(advise({}).suggestions).toEqual([]);
  });

  it('waits longer where callers are cut off, less where nobody is and the wait is felt', () => {
    expect(advise({ cutIns: 9 }).suggestions).toEqual([{ kind: 'eagerness', to: 'patient', reason: 'cut-ins' }]);
    expect(advise({ cutIns: 9 }, turn('eager')).suggestions).toEqual([{ kind: 'eagerness', to: 'normal', reason: 'cut-ins' }]);
    expect(advise({ cutIns: 9 }, turn('patient')).suggestions).toEqual([]);
    expect(advise({ cutIns: 0, endpointingMs: 900 }).suggestions).toEqual([{ kind: 'eagerness', to: 'eager', reason: 'waits' }]);
    expect(advise({ cutIns: 0, endpointingMs: 400 }).suggestions).toEqual([]);
  });

  it('goes on talking where most stops were for nothing, gives way sooner where none was', () => {
    expect(advise({ falseStops: 15 }).suggestions).toEqual([{ kind: 'overlap', to: 'continuity-first', reason: 'false-stops' }]);
    expect(advise({ falseStops: 1 }).suggestions).toEqual([{ kind: 'overlap', to: 'repair-first', reason: 'real-stops' }]);
    const repair: AgentConfigInput = { parley: { turnTaking: { overlapPolicy: 'repair-first' } } };
    expect(advise({ falseStops: 1 }, repair).suggestions).toEqual([]);
    expect(advise({ falseStops: 15 }, repair).suggestions).toEqual([{ kind: 'overlap', to: 'adaptive', reason: 'false-stops' }]);
  });
});
