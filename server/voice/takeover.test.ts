import { describe, expect, it } from 'vitest';
import { ScriptedConversation } from './testing/run-scripted';

const textOnly = { conversationConfig: { conversation: { textOnly: true } } };

describe('a person in the agent’s place', () => {
  it('P1, P2, P3 the agent keeps silent, the person’s words are its answer, and it knows of them when it goes on', async () => {
    const call = new ScriptedConversation({ config: textOnly });
    call.model.replies = ['I am the agent.'];
    call.send({ kind: 'takeover', isActive: true });
    call.send({ kind: 'user-text', text: 'Is anybody there?' });
    await call.clock.advance(2_000);
    expect(call.said().filter((text) => text !== '')).toEqual([]);
    call.send({ kind: 'agent-words', text: 'This is Maria. I see to it.' });
    await call.clock.advance(500);
    expect(call.said().filter((text) => text !== '')).toEqual(['This is Maria. I see to it.']);
    call.send({ kind: 'takeover', isActive: false });
    call.send({ kind: 'user-text', text: 'Thank you.' });
    await call.clock.advance(2_000);
    expect(call.said().filter((text) => text !== '')).toEqual(['This is Maria. I see to it.', 'I am the agent.']);
    expect(call.of('takeover-changed').map(({ isActive }) => isActive)).toEqual([true, false]);
    expect(JSON.stringify(call.model.requests.at(-1))).toContain('This is Maria');
    expect(call.model.requests).toHaveLength(1);
  });

  it('P1, P3 in a spoken conversation the person’s words are said in the agent’s voice', async () => {
    const call = new ScriptedConversation({ config: {} });
    call.model.replies = ['I am the agent.'];
    call.send({ kind: 'takeover', isActive: true });
    await call.silence(200);
    call.send({ kind: 'agent-words', text: 'This is Maria. I see to it.' });
    await call.silence(4_000);
    expect(call.of('response-ended').map(({ heardText }) => heardText)).toContain('This is Maria. I see to it.');
    expect(call.audio.length).toBeGreaterThan(10);
    expect(call.model.requests).toHaveLength(0);
  });

  it('P2 nobody apologises for an answer that was let pass', async () => {
    const call = new ScriptedConversation({ config: textOnly });
    call.send({ kind: 'takeover', isActive: true });
    for (const text of ['One.', 'Two.', 'Three.']) {
      call.send({ kind: 'user-text', text });
      await call.clock.advance(20_000);
    }
    expect(call.said().join('')).toBe('');
    expect(call.outcome).toBeNull();
  });
});

describe('characters of the sound', () => {
  it('H3 frames name the characters that begin to sound in them, all of them once and in order', async () => {
    const call = new ScriptedConversation({ firstMessage: 'Hello there, my friend.' });
    Object.assign(call, { wantsCharacters: true });
    await call.silence(4_000);
    const told = call.audio.flatMap(({ frame }) => frame.characters ?? []);
    expect(told.map(({ text }) => text).join('')).toBe('Hello there, my friend.');
    for (const { frame } of call.audio) for (const { startMs } of frame.characters ?? []) expect(startMs).toBeLessThanOrEqual(frame.durationMs);
  });
});
