import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../providers/spec/provider-error';
import { ScriptedConversation } from './testing/run-scripted';
import type { ScriptedReply } from './testing/scripted-providers';

const calls = 1_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const failure = new ProviderError('down', { provider: 'scripted', category: 'connectivity', isPermanent: false, owner: 'vendor' });

describe('a thousand random calls', () => {
  it('none ends silently, loses a tool result, speaks twice at once or remembers unheard words; everything is closed', async () => {
    let base = 0;
    for (let seed = 1; seed <= calls; seed++) {
      await randomCall(seed);
      // The first calls fill caches and compile code; after them nothing may pile up.
      if (seed === calls / 4) base = heapInUse();
    }
    expect((heapInUse() - base) / 1e6, 'megabytes that 750 calls left behind').toBeLessThan(6);
  }, 240_000);
});

/** A caller who speaks, pauses, coughs, types, is silent and hangs up at random, and providers that are slow, fail or hang now and then. */
async function randomCall(seed: number): Promise<void> {
  const random = generator(seed);
  const chance = (share: number) => random() < share;
  const call = new ScriptedConversation({
    canHold: chance(0.5),
    firstMessage: chance(0.7) ? 'Hello, this is a first message of some length.' : '',
    config: { conversationConfig: { turn: { turnTimeout: chance(0.5) ? 3 : -1 }, conversation: { maxDurationSeconds: 90 } } },
    clientTools: [{ definition: { name: 'lookUp', description: '', parameters: {} }, expectsResponse: true, timeoutMs: 1_500 }],
  });
  call.model.replies = Array.from({ length: 30 }, (_, i) => reply(random, i));
  call.mouth.failure = chance(0.03) ? failure : null;
  for (let step = 0; step < 8 && call.outcome === null; step++) {
    call.model.firstTokenMs = chance(0.1) ? 3_000 : 60;
    if (chance(0.55)) {
      call.ear.words = chance(0.08) ? failure : chance(0.2) ? 'mhm' : `question number ${step} please`;
      if (chance(0.6)) call.ear.partial(call.ear.words instanceof Error ? '' : call.ear.words);
      await call.sound(chance(0.2) ? 100 : 300 + Math.floor(random() * 500), true);
    } else if (chance(0.15)) call.send({ kind: 'user-text', text: `typed ${step}` });
    else if (chance(0.1)) call.send({ kind: 'tool-result', toolCallId: `t${step}`, result: 'found', isError: false });
    await call.silence(chance(0.4) ? 300 : 1_500);
  }
  // Whoever is left alone with the agent hears it end the call, or hangs up.
  if (call.outcome === null && chance(0.5)) call.send({ kind: 'hangup', reason: 'participant-left', detail: '' });
  for (let i = 0; i < 40 && call.outcome === null; i++) await call.clock.advance(4_000);
  check(call, seed);
}

function check(call: ScriptedConversation, seed: number): void {
  const where = `seed ${seed}`;
  expect(call.outcome, `${where} ends`).not.toBeNull();
  expect(call.of('conversation-ended'), where).toHaveLength(1);
  expect([call.mouth.openStreams, call.ear.isOpen, call.clock.pendingTimers], `${where} closed everything`).toEqual([0, false, 0]);

  // One response at a time, and each that began ended once.
  const live = new Set<number>();
  for (const { event } of call.events) {
    if (event.kind === 'response-started') {
      expect([...live], `${where}: response ${event.responseId} alone`).toEqual([]);
      live.add(event.responseId);
    }
    if (event.kind === 'response-ended') {
      expect(live.delete(event.responseId), `${where}: response ${event.responseId} had begun`).toBe(true);
      expect(event.text.startsWith(event.heardText), `${where}: heard words are the beginning of what was said`).toBe(true);
    }
  }
  expect([...live], where).toEqual([]);

  // Every tool call has exactly one end.
  const called = call.of('tool-called').map((event) => event.toolCallId);
  expect(
    call
      .of('tool-finished')
      .map((event) => event.toolCallId)
      .sort(),
    where,
  ).toEqual(called.sort());

  // Sound of a response only while it lived, and no more of it heard than was sent.
  const ended = new Map(call.of('response-ended').map((event) => [event.responseId, event]));
  for (const { frame } of call.audio) expect(ended.has(frame.responseId), where).toBe(true);

  // What the model is shown of the agent was heard.
  const heard = new Set([...ended.values()].map((event) => event.heardText));
  for (const message of call.model.requests.at(-1)?.messages ?? []) {
    // Words with a tool call were said in the very response that goes on.
    if (message.role !== 'assistant' || message.content === '' || message.toolCalls !== undefined) continue;
    expect(
      [...heard, '… [the user interrupted here]'].some((text) => message.content.startsWith(text) && text !== ''),
      `${where}: "${message.content}" was heard`,
    ).toBe(true);
  }

  // A closed turn is answered: with words, by going on, or by the end of the call.
  for (const turn of call.of('transcription-final')) {
    const after = call.events.findIndex(({ event }) => event === turn);
    const follows = call.events.slice(after).some(({ event }) => event.kind === 'response-started' || event.kind === 'conversation-ended');
    expect(follows, `${where}: turn ${turn.turnId} is answered`).toBe(true);
  }
}

function reply(random: () => number, i: number): ScriptedReply {
  const dice = random();
  if (dice < 0.06) return failure;
  if (dice < 0.08) return 'hang';
  if (dice < 0.11) return '';
  if (dice < 0.2)
    return [{ kind: 'tool-call', call: { id: `t${i}`, name: random() < 0.7 ? 'lookUp' : 'unknown', argumentsJson: random() < 0.8 ? '{}' : '{' } }];
  if (dice < 0.23)
    return [
      { kind: 'text-delta', text: 'Goodbye then.' },
      { kind: 'tool-call', call: { id: `t${i}`, name: 'end_call', argumentsJson: '{}' } },
    ];
  return random() < 0.5 ? 'A short answer.' : 'A longer answer, with a clause or two, that goes on for a while so that it can be interrupted.';
}

function generator(seed: number): () => number {
  let value = seed * 2654435761;
  return () => {
    value = (value * 1664525 + 1013904223) >>> 0;
    return value / 4294967296;
  };
}
