import { expect, it } from 'vitest';
import { ScriptedConversation } from './testing/run-scripted';

const calls = 150;

it('P1–P8 in random calls that are taken over, spoken into and given back, nothing of the agent sounds beside a person, and everything is closed', async () => {
  for (let seed = 1; seed <= calls; seed++) await randomTakeover(seed);
}, 120_000);

/** A caller and a person who speak, fall silent, type, come and go at random, at the same time. */
async function randomTakeover(seed: number): Promise<void> {
  const random = generator(seed);
  const chance = (share: number) => random() < share;
  const call = new ScriptedConversation({
    canHold: chance(0.5),
    firstMessage: chance(0.6) ? 'Hello, this is a first message of some length.' : '',
    config: { conversationConfig: { turn: { turnTimeout: chance(0.5) ? 3 : -1 }, conversation: { maxDurationSeconds: 60 } } },
  });
  for (let step = 0; step < 14 && call.outcome === null; step++) {
    if (chance(0.35)) call.send({ kind: 'takeover', isActive: chance(0.7) });
    if (chance(0.5)) call.send({ kind: 'person-speaking', isActive: chance(0.7) });
    if (chance(0.2)) call.send({ kind: 'agent-words', text: `Typed words ${step}.` });
    call.ear.words = chance(0.1) ? new Error('away') : chance(0.2) ? '' : `words ${step}`;
    call.ear.answerAfterMs = chance(0.1) ? 3_000 : 30;
    const [callerSpeaks, personSends] = [chance(0.4), chance(0.6)];
    const loudness = chance(0.8) ? 6_000 : 0;
    for (let at = 0; at < 300 + Math.floor(random() * 1_500); at += 20) {
      call.send({ kind: 'audio-in', pcm: new Int16Array(320).fill(callerSpeaks ? 8_000 : 0) });
      if (personSends && chance(0.95)) call.send({ kind: 'person-sound', pcm: new Int16Array(320).fill(loudness) });
      await call.clock.advance(20);
    }
  }
  if (chance(0.5)) call.ending.abort({ reason: 'ended-by-member', detail: '' });
  else call.send({ kind: 'hangup', reason: 'participant-left', detail: '' });
  await call.clock.advance(10_000);
  check(call, `seed ${seed}`);
}

function check(call: ScriptedConversation, where: string): void {
  expect(call.outcome, `${where} ends`).not.toBeNull();
  expect([call.mouth.openStreams, call.ear.openSessions, call.clock.pendingTimers], `${where} closed everything`).toEqual([0, 0, 0]);
  expect(call.events.at(-1)?.event.kind, where).toBe('conversation-ended');

  let isTakenOver = false;
  let speaksSinceMs: number | null = null;
  const responses = new Set<number>();
  const live = new Set<number>();
  const spoken: [number, number][] = [];
  for (const { atMs, event } of call.events) {
    if (event.kind === 'takeover-changed') isTakenOver = event.isActive;
    if (event.kind === 'person-speaking-changed') {
      expect(event.isSpeaking, `${where}: begins and ends in turn`).toBe(speaksSinceMs === null);
      if (event.isSpeaking) expect(isTakenOver, where).toBe(true);
      if (speaksSinceMs !== null) spoken.push([speaksSinceMs, atMs]);
      speaksSinceMs = event.isSpeaking ? atMs : null;
    }
    if (event.kind === 'response-started') {
      responses.add(event.responseId);
      live.add(event.responseId);
      expect(speaksSinceMs, `${where}: no response beside a person`).toBeNull();
      if (isTakenOver) expect(event.trigger, where).toBe('handoff');
    }
    if (event.kind === 'response-ended') live.delete(event.responseId);
    if (event.kind === 'playout-held') expect(speaksSinceMs, `${where}: a person is not held`).toBeNull();
  }
  expect([speaksSinceMs, [...live]], where).toEqual([null, []]);
  for (const { atMs, frame } of call.audio) {
    const isBeside = spoken.some(([from, to]) => atMs > from && atMs < to);
    expect(isBeside && responses.has(frame.responseId), `${where}: only the person sounds at ${atMs}`).toBe(false);
    if (!responses.has(frame.responseId))
      expect(
        spoken.some(([from, to]) => atMs >= from && atMs <= to),
        `${where}: a person's sound only while they speak`,
      ).toBe(true);
  }
  const ids = call.of('person-said').map(({ responseId }) => responseId);
  expect(new Set(ids).size, where).toBe(ids.length);
  for (const id of ids) expect(responses.has(id), where).toBe(false);
}

function generator(seed: number): () => number {
  let value = seed * 2654435761;
  return () => {
    value = (value * 1664525 + 1013904223) >>> 0;
    return value / 4294967296;
  };
}
