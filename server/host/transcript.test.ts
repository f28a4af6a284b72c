import { describe, expect, it } from 'vitest';
import type { ConversationEventFrame } from '../voice/frames';
import { TranscriptBuilder } from './transcript';

const answer = (responseId: number, heardText: string): ConversationEventFrame => ({
  kind: 'response-ended',
  responseId,
  turnId: null,
  trigger: 'user-turn',
  text: heardText,
  heardText,
  isInterrupted: false,
  producedBy: null,
  startMs: 0,
  endMs: 0,
  words: [],
});

describe('a transcript', () => {
  it('says which agent gave each answer, and where in its workflow', () => {
    const transcript = new TranscriptBuilder(() => undefined, 'none');
    const events: ConversationEventFrame[] = [
      { kind: 'conversation-started', agentId: 'agent_a' },
      answer(1, 'Hello.'),
      { kind: 'workflow-node-entered', nodeId: 'billing', type: 'override_agent', label: 'Billing', fromNodeId: 'start', edgeId: 'e' },
      answer(2, 'About your bill.'),
      { kind: 'agent-changed', agentId: 'agent_b', fromAgentId: 'agent_a', isReturn: false },
      answer(3, 'I am another.'),
      answer(4, ''),
    ];
    for (const event of events) transcript.observe(event, 0);
    expect(transcript.items.map(({ message, agentMetadata }) => [message, agentMetadata])).toEqual([
      ['Hello.', { agentId: 'agent_a' }],
      ['About your bill.', { agentId: 'agent_a', workflowNodeId: 'billing' }],
      ['I am another.', { agentId: 'agent_b' }],
    ]);
  });

  it('notes a guardrail with the answer that it stopped, or with the turn when nothing of the answer was heard', () => {
    const transcript = new TranscriptBuilder(() => undefined, 'none');
    const triggered = (responseId: number, name: string | null): ConversationEventFrame => ({
      kind: 'guardrail-triggered',
      responseId,
      guardrail: name === null ? 'profanity' : 'custom',
      name,
      action: 'end-call',
    });
    for (const event of [triggered(1, null), answer(1, 'Well.'), answer(2, 'It costs'), triggered(2, 'No prices'), triggered(3, null), answer(3, '')])
      transcript.observe(event, 0);
    expect(transcript.items.map(({ message, triggeredGuardrails }) => [message, triggeredGuardrails])).toEqual([
      ['Well.', [{ guardrailType: 'profanity' }]],
      ['It costs', [{ guardrailType: 'custom', guardrailName: 'No prices' }, { guardrailType: 'profanity' }]],
    ]);
  });

  it('has what a person said in the agent’s place on the agent’s side, and says so where nobody knows the words', () => {
    const transcript = new TranscriptBuilder(() => undefined, 'none');
    const said = (text: string | null): ConversationEventFrame => ({
      kind: 'person-said',
      responseId: 4,
      text,
      producedBy: 'ear',
      startMs: 2_400,
      endMs: 3_000,
    });
    for (const event of [said('This is Maria.'), said(null)]) transcript.observe(event, 3_500);
    const times = { startMs: 2_400, endMs: 3_000, responseId: 4, saidBy: 'person' };
    expect(transcript.items).toMatchObject([
      { role: 'agent', message: 'This is Maria.', timeInCallSecs: 2, sourceMedium: 'audio', parley: times },
      { role: 'agent', message: expect.stringMatching(/not recognised/) as unknown, parley: { ...times, isUnrecognised: true } },
    ]);
  });
});
