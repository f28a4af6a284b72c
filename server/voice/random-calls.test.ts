import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../contracts/agent-config';
import { delay } from '../lib/wait';
import type { ModelPart } from '../providers/spec/language-model';
import { ProviderError } from '../providers/spec/provider-error';
import { ScriptedConversation } from './testing/run-scripted';
import type { ScriptedReply } from './testing/scripted-providers';
import type { ServerTool } from './tools/tool';

const calls = 1_000;
/** So many are one test: a machine that is busy has time for them. */
const together = 100;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const failure = new ProviderError('down', { provider: 'scripted', category: 'connectivity', isPermanent: false, owner: 'vendor' });

describe('a thousand random calls', () => {
  const heaps: number[] = [];

  for (let from = 1; from <= calls; from += together) {
    it(`${from} to ${from + together - 1}: none ends silently, loses a tool result, speaks twice at once or remembers unheard words; everything is closed`, async () => {
      for (let seed = from; seed < from + together; seed++) await randomCall(seed);
      heaps.push(heapInUse());
    }, 300_000);
  }

  it('nothing piles up', () => {
    // The first calls fill caches and compile code.
    const [base = 0, end = 0] = [heaps[2], heaps.at(-1)];
    expect(heaps).toHaveLength(calls / together);
    expect((end - base) / 1e6, 'megabytes that 700 calls left behind').toBeLessThan(6);
  });
});

/** A caller who speaks, pauses, coughs, types, is silent and hangs up at random; providers that are slow, fail or hang now and then; tools of every kind; other agents. */
async function randomCall(seed: number): Promise<void> {
  const random = generator(seed);
  const chance = (share: number) => random() < share;
  const runs: Run[] = [];
  const tools = toolsOf(random, runs, () => call);
  const call: ScriptedConversation = new ScriptedConversation({
    agentId: 'agent_0',
    serverTools: tools,
    systemToolNames: ['end_call', 'skip_turn', 'language_detection', 'transfer_to_agent'],
    systemToolSettings: {
      languages: ['en', 'es'],
      agentTransfers: [1, 2].map((i) => ({
        agentId: `agent_${i}`,
        branchId: null,
        condition: '',
        delayMs: 200,
        transferMessage: i === 1 ? 'One moment.' : '',
        saysFirstMessage: i === 1,
      })),
    },
    otherAgent: async ({ agentId }) => {
      if (chance(0.3)) throw new Error('not there');
      return {
        agentId,
        config: parseAgentConfig({}),
        prompt: 'You are another.',
        firstMessage: 'Here is another agent.',
        knowledge: [],
        retrieve: null,
        systemToolNames: ['end_call', 'transfer_to_agent'],
        systemToolSettings: {
          agentTransfers: [{ agentId: 'agent_0', branchId: null, condition: '', delayMs: 0, transferMessage: 'Back.', saysFirstMessage: true }],
        },
        clientTools: [],
        serverTools: tools,
        languageModel: call.model,
        textToSpeech: call.mouth,
      };
    },
    retrieve: async ({ text }, signal) => {
      await delay(call.clock, chance(0.1) ? 5_000 : 40, signal);
      if (chance(0.1)) throw new Error('no index');
      return [{ documentId: 'd', chunkId: 'c', title: '', text, score: 1 }];
    },
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
    else if (chance(0.3)) call.send({ kind: 'tool-approval', toolCallId: call.of('tool-called').at(-1)?.toolCallId ?? '', isApproved: chance(0.6) });
    else if (chance(0.1)) call.send({ kind: 'tool-result', toolCallId: `t${step}`, result: 'found', isError: false });
    await call.silence(chance(0.4) ? 300 : 1_500);
  }
  // Whoever is left alone with the agent hears it end the call, or hangs up.
  if (call.outcome === null && chance(0.5)) call.send({ kind: 'hangup', reason: 'participant-left', detail: '' });
  for (let i = 0; i < 40 && call.outcome === null; i++) await call.clock.advance(4_000);
  check(call, runs, seed);
}

function check(call: ScriptedConversation, runs: readonly Run[], seed: number): void {
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

  // A call runs once, those with effects only when they were told, and nothing goes on after the end.
  expect(new Set(runs.map(({ id }) => id)).size, `${where}: each call runs once`).toBe(runs.length);
  expect(
    runs.filter(({ id, hasSideEffects }) => hasSideEffects && !called.includes(id)).map(({ name }) => name),
    `${where}: no call of a draft has effects`,
  ).toEqual([]);
  expect(call.events.at(-1)?.event.kind, where).toBe('conversation-ended');

  // Models refuse a call without a result, and a result without a call.
  for (const { messages } of call.model.requests) {
    const asked = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : [])).map(({ id }) => id);
    const answered = messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : []));
    expect(answered, `${where}: every call beside its result`).toEqual(asked);
  }

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
  if (dice < 0.35) {
    const spoken: ModelPart[] = random() < 0.4 ? [{ kind: 'text-delta', text: 'Let me see what I can do for you.' }] : [];
    return [...spoken, toolCall(random, `t${i}`), ...(random() < 0.3 ? [toolCall(random, `u${i}`)] : [])];
  }
  if (dice < 0.38)
    return [
      { kind: 'text-delta', text: 'Goodbye then.' },
      { kind: 'tool-call', call: { id: `t${i}`, name: 'end_call', argumentsJson: '{}' } },
    ];
  return random() < 0.5 ? 'A short answer.' : 'A longer answer, with a clause or two, that goes on for a while so that it can be interrupted.';
}

function toolCall(random: () => number, id: string): ModelPart {
  const names = ['lookUp', 'find', 'order', 'after', 'beside', 'consent', 'unknown', 'language_detection', 'transfer_to_agent', 'skip_turn'];
  const name = names[Math.floor(random() * names.length)] ?? 'lookUp';
  const parameters = name === 'language_detection' ? '{"language":"es"}' : name === 'transfer_to_agent' ? `{"agent_number":${Math.floor(random() * 3)}}` : '{}';
  // Some models count their calls anew in every answer.
  return { kind: 'tool-call', call: { id: random() < 0.2 ? 'call_0' : id, name, argumentsJson: random() < 0.9 ? parameters : '{' } };
}

interface Run {
  readonly id: string;
  readonly name: string;
  readonly hasSideEffects: boolean;
}

function toolsOf(random: () => number, runs: Run[], call: () => ScriptedConversation): ServerTool[] {
  const make = (name: string, over: Partial<ServerTool>): ServerTool => ({
    definition: { name, description: '', parameters: {} },
    toolType: 'webhook',
    timing: 'immediate',
    hasSideEffects: false,
    preToolSpeech: 'auto',
    disablesInterruptions: false,
    timeoutMs: 3_000,
    run: async ({ toolCallId }, signal) => {
      runs.push({ id: toolCallId, name, hasSideEffects: over.hasSideEffects ?? false });
      await delay(call().clock, random() < 0.1 ? 9_000 : random() * 2_500, signal);
      if (random() < 0.15) throw new Error('it broke');
      return { result: `${name} is done`, isError: false, assigns: { last: name } };
    },
    ...over,
  });
  return [
    make('find', {}),
    make('order', { hasSideEffects: true, disablesInterruptions: true, preToolSpeech: 'force' }),
    make('after', { hasSideEffects: true, timing: 'post-tool-speech', disablesInterruptions: 'turn' }),
    make('beside', { timing: 'async', timeoutMs: 8_000 }),
    make('consent', { hasSideEffects: true, needsApproval: { timeoutMs: 4_000 }, preToolSpeech: 'off' }),
  ];
}

function generator(seed: number): () => number {
  let value = seed * 2654435761;
  return () => {
    value = (value * 1664525 + 1013904223) >>> 0;
    return value / 4294967296;
  };
}
