import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../../contracts/agent-config';
import { ScriptedModel } from '../testing/scripted-providers';
import { VirtualClock } from '../testing/virtual-clock';
import { turnPolicyOf } from '../turn/policy';
import { Fillers } from './fillers';

const policyOf = (softTimeoutConfig: object) =>
  turnPolicyOf(parseAgentConfig({ conversationConfig: { turn: { softTimeoutConfig: { timeoutSeconds: 1, ...softTimeoutConfig } } } }), 'en', false).filler;

function situation(clock: VirtualClock, model: ScriptedModel | null = null) {
  return { userText: 'Where is my parcel?', language: 'en', model, clock, signal: new AbortController().signal };
}

describe('fillers', () => {
  it('F2 come in their order', async () => {
    const [fillers, clock] = [new Fillers(), new VirtualClock()];
    const policy = policyOf({ message: 'One.', additionalSoftTimeoutMessages: ['Two.'] });
    expect([
      await fillers.next(policy, 0, situation(clock)),
      await fillers.next(policy, 1, situation(clock)),
      await fillers.next(policy, 2, situation(clock)),
    ]).toEqual(['One.', 'Two.', 'One.']);
  });

  it('F2 come at random, and never the same twice in a row', async () => {
    const [fillers, clock] = [new Fillers(), new VirtualClock()];
    const policy = policyOf({ message: 'One.', additionalSoftTimeoutMessages: ['Two.', 'Three.'], randomizeFillers: true });
    const said: string[] = [];
    for (let i = 0; i < 60; i++) said.push(await fillers.next(policy, 0, situation(clock)));
    expect(new Set(said).size).toBe(3);
    expect(said.some((text, i) => text === said[i + 1])).toBe(false);
  });

  it('F3 are the model’s where the agent wants that', async () => {
    const [fillers, clock] = [new Fillers(), new VirtualClock()];
    const model = new ScriptedModel(clock);
    model.replies = ['Let me see about that parcel.'];
    const next = fillers.next(policyOf({ useLlmGeneratedMessage: true, llmGeneratedMessagePromptOverride: 'Be a pirate.' }), 0, situation(clock, model));
    await clock.advance(200);
    expect(await next).toBe('Let me see about that parcel.');
    expect(model.requests[0]?.messages[0]).toEqual({ role: 'system', content: 'Be a pirate.' });
  });

  it.each([['hang'], [new Error('broken')], ['long '.repeat(60)]] as const)('F3 are the written ones when the model gives %s', async (reply) => {
    const [fillers, clock] = [new Fillers(), new VirtualClock()];
    const model = new ScriptedModel(clock);
    model.replies = [reply];
    const next = fillers.next(policyOf({ message: 'Hold on.', useLlmGeneratedMessage: true }), 0, situation(clock, model));
    await clock.advance(1_600);
    expect(await next).toBe('Hold on.');
  });
});
