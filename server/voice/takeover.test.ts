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

/** The person in the agent's place speaks, or is silent, for so long; blocks arrive as they are made. */
async function person(call: ScriptedConversation, durationMs: number, loudness = 6_000): Promise<void> {
  for (let at = 0; at < durationMs; at += 20) {
    call.send({ kind: 'person-sound', pcm: new Int16Array(320).fill(loudness) });
    await call.clock.advance(20);
  }
}

async function takenOver(options: ConstructorParameters<typeof ScriptedConversation>[0] = {}): Promise<ScriptedConversation> {
  const call = new ScriptedConversation(options);
  await call.silence(100);
  call.send({ kind: 'takeover', isActive: true });
  await call.silence(100);
  return call;
}

const soundMs = (call: ScriptedConversation) => call.audio.reduce((sum, { frame }) => sum + frame.durationMs, 0);

describe('a person’s own voice in the agent’s place', () => {
  it('P5 is carried only while they have taken over, and only once they begin to speak', async () => {
    const call = new ScriptedConversation();
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 400);
    call.send({ kind: 'takeover', isActive: true });
    await person(call, 400);
    expect(call.audio).toEqual([]);
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 400);
    expect(soundMs(call)).toBeGreaterThanOrEqual(300);
    call.send({ kind: 'takeover', isActive: false });
    await call.silence(100);
    const carried = call.audio.length;
    await person(call, 400);
    expect(call.audio).toHaveLength(carried);
    expect(call.of('person-speaking-changed').map(({ isSpeaking }) => isSpeaking)).toEqual([true, false]);
  });

  it('P6 goes out 20 ms at a time, at real time, at the rate of the line', async () => {
    const call = new ScriptedConversation();
    Object.assign(call, { outputSampleRate: 8_000 });
    call.send({ kind: 'takeover', isActive: true });
    call.send({ kind: 'person-speaking', isActive: true });
    await call.clock.advance(1);
    // All at once, as after a stall: still paced.
    for (let i = 0; i < 10; i++) call.send({ kind: 'person-sound', pcm: new Int16Array(320).fill(6_000) });
    await call.clock.advance(100);
    expect(call.audio.length).toBeLessThanOrEqual(5);
    await person(call, 1_000);
    await call.clock.advance(400);
    expect(soundMs(call)).toBeGreaterThan(1_150);
    expect(soundMs(call)).toBeLessThanOrEqual(1_200);
    const [first, ...rest] = call.audio.map(({ frame }) => frame);
    expect(first?.startMs).toBe(0);
    for (const { pcm } of rest) expect(pcm.length).toBe(160);
    for (const [i, { frame, atMs }] of call.audio.entries()) {
      expect(atMs - (call.audio[0]?.atMs ?? 0)).toBeGreaterThanOrEqual((i - 1) * 20 - 1);
      expect(frame.responseId).toBe(first?.responseId);
    }
  });

  it('P5 cuts what the agent is saying, and nothing of the agent is heard meanwhile', async () => {
    const call = new ScriptedConversation({ firstMessage: 'This is a long first message that goes on and on for quite a while.' });
    await call.silence(1_000);
    call.send({ kind: 'takeover', isActive: true });
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 200);
    const first = call.audio[0]?.frame.responseId;
    expect(call.of('interrupted').map(({ responseId }) => responseId)).toEqual([first]);
    const cutAt = call.audio.findLastIndex(({ frame }) => frame.responseId === first);
    await person(call, 2_000);
    expect(call.audio.slice(cutAt + 1).every(({ frame }) => frame.responseId !== first)).toBe(true);
    expect(call.audio.length).toBeGreaterThan(cutAt + 50);
    expect(call.of('response-ended')[0]?.isInterrupted).toBe(true);
  });

  it('P5 the participant may speak meanwhile: nothing is held or stopped, and what they say is kept', async () => {
    const call = await takenOver();
    call.send({ kind: 'person-speaking', isActive: true });
    call.ear.words = 'I hear you';
    for (let at = 0; at < 3_000; at += 20) {
      call.send({ kind: 'person-sound', pcm: new Int16Array(320).fill(6_000) });
      call.send({ kind: 'audio-in', pcm: new Int16Array(320).fill(at > 500 && at < 1_500 ? 8_000 : 0) });
      await call.clock.advance(20);
    }
    expect(soundMs(call)).toBeGreaterThan(2_800);
    expect([call.of('playout-held'), call.of('interrupted'), call.of('response-started')]).toEqual([[], [], []]);
    expect(call.of('transcription-final').map(({ text }) => text)).toEqual(['I hear you']);
    expect(call.model.requests).toHaveLength(0);
  });

  it('P6 typed words wait until the person has fallen silent', async () => {
    const call = await takenOver();
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 400);
    call.send({ kind: 'agent-words', text: 'One.' });
    call.send({ kind: 'agent-words', text: 'Two.' });
    await person(call, 1_000);
    expect(call.mouth.spoken).toEqual([]);
    call.send({ kind: 'person-speaking', isActive: false });
    await call.silence(4_000);
    expect(call.mouth.spoken).toEqual(['One.', 'Two.']);
  });

  it('P7 stops within a second when no sound comes any more, and says so', async () => {
    const call = await takenOver();
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 600);
    const silentFromMs = call.clock.nowMs();
    await call.silence(1_500);
    expect(call.of('person-speaking-changed').map(({ isSpeaking }) => isSpeaking)).toEqual([true, false]);
    expect((call.events.findLast(({ event }) => event.kind === 'person-speaking-changed')?.atMs ?? 0) - silentFromMs).toBeLessThanOrEqual(1_050);
    await person(call, 200);
    const { length } = call.audio;
    await call.silence(400);
    expect(call.audio).toHaveLength(length);
  });

  it('P7 leaves nothing behind when the conversation ends while a person speaks', async () => {
    const call = await takenOver();
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 600);
    call.ending.abort({ reason: 'ended-by-member', detail: '' });
    await call.clock.advance(6_000);
    expect(call.outcome?.reason).toBe('ended-by-member');
    expect(call.clock.pendingTimers).toBe(0);
    expect(call.of('person-said').map(({ text }) => text)).toEqual([null]);
    expect(call.events.at(-1)?.event.kind).toBe('conversation-ended');
  });

  it('P7 what the line does not take is left out instead of waiting', async () => {
    const call = await takenOver();
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 200);
    call.buffered = 10_000_000;
    const { length } = call.audio;
    await person(call, 2_000);
    expect(call.audio.length).toBeLessThanOrEqual(length + 1);
    call.buffered = 0;
    await person(call, 200);
    expect(call.audio.length).toBeLessThanOrEqual(length + 12);
    expect(call.audio.length).toBeGreaterThan(length + 5);
  });

  it('P8 each utterance is recognised by an ear of its own, and the agent knows the words when it goes on', async () => {
    const call = await takenOver();
    call.ear.words = 'Your order left on Monday.';
    expect(call.ear.opened).toHaveLength(1);
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 1_000);
    await person(call, 1_200, 0);
    expect(call.of('person-said').map(({ text }) => text)).toEqual(['Your order left on Monday.']);
    call.ear.words = 'Goodbye.';
    await person(call, 500);
    call.send({ kind: 'takeover', isActive: false });
    await call.silence(500);
    expect(call.of('person-said').map(({ text }) => text)).toEqual(['Your order left on Monday.', 'Goodbye.']);
    expect(call.ear.opened).toHaveLength(2);
    const [first] = call.of('person-said');
    expect((first?.endMs ?? 0) - (first?.startMs ?? 0)).toBeGreaterThan(900);
    expect(new Set(call.of('person-said').map(({ responseId }) => responseId)).size).toBe(2);
    await call.speak('Thank you', 800);
    await call.silence(2_000);
    const request = JSON.stringify(call.model.requests.at(-1)?.messages);
    expect(request).toContain('said:] Your order left on Monday.');
    expect(request).toContain('said:] Goodbye.');
  });

  it('P8 a recogniser that fails takes nothing of the voice; the words count as not recognised', async () => {
    const call = await takenOver();
    call.ear.words = new Error('away');
    call.send({ kind: 'person-speaking', isActive: true });
    await person(call, 1_000);
    call.send({ kind: 'person-speaking', isActive: false });
    await call.silence(500);
    expect(soundMs(call)).toBeGreaterThanOrEqual(980);
    expect(call.of('person-said').map(({ text }) => text)).toEqual([null]);
    call.ear.words = 'And now?';
    call.send({ kind: 'takeover', isActive: false });
    await call.silence(100);
    await call.speak('And now?', 800);
    await call.silence(2_000);
    expect(JSON.stringify(call.model.requests.at(-1)?.messages)).toContain('what they said is not known');
  });

  it('P4 nobody is asked whether they are there while a person sees to the call; afterwards they are', async () => {
    const call = await takenOver();
    await call.silence(30_000);
    expect(call.of('response-started')).toEqual([]);
    expect(call.outcome).toBeNull();
    call.send({ kind: 'takeover', isActive: false });
    await call.silence(12_000);
    expect(call.of('response-started').map(({ trigger }) => trigger)).toContain('silence');
  });

  it('P5 an open microphone of a whole minute needs no more than the sound that is due', async () => {
    const call = await takenOver();
    call.ear.words = 'Well';
    call.send({ kind: 'person-speaking', isActive: true });
    for (let i = 0; i < 12; i++) {
      await person(call, 3_000);
      for (let at = 0; at < 2_000; at += 20) {
        call.send({ kind: 'person-sound', pcm: new Int16Array(320) });
        if (at % 100 === 0) call.send({ kind: 'audio-in', pcm: new Int16Array(1_600) });
        await call.clock.advance(20);
      }
    }
    expect(call.of('person-said')).toHaveLength(12);
    expect(soundMs(call)).toBeGreaterThan(59_800);
    expect(soundMs(call)).toBeLessThanOrEqual(60_000);
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
