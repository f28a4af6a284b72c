import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../contracts/agent-config';
import type { ModelPart } from '../providers/spec/language-model';
import { delay } from '../lib/wait';
import type { AgentInPlay } from './agent-in-play';
import type { PhoneLeg } from './phone-leg';
import type { ServerTool, ServerToolAnswer } from './tools/tool';
import { ScriptedConversation } from './testing/run-scripted';
import { ScriptedModel, ScriptedMouth } from './testing/scripted-providers';

const call = (name: string, args: Readonly<Record<string, unknown>> = {}, id = name): ModelPart => ({
  kind: 'tool-call',
  call: { id, name, argumentsJson: JSON.stringify(args) },
});
const words = (text: string): ModelPart => ({ kind: 'text-delta', text });

/** A tool that takes its time on the conversation's clock, and says when it ran. */
function timed(over: Partial<ServerTool> & { readonly name?: string; readonly takesMs?: number; readonly answer?: ServerToolAnswer } = {}) {
  const runs: { readonly atMs: number; readonly parameters: Readonly<Record<string, unknown>> }[] = [];
  const { name = 'look_up', takesMs = 300, answer = { result: 'forty-two', isError: false }, ...rest } = over;
  let talk: ScriptedConversation | null = null;
  const tool: ServerTool = {
    definition: { name, description: '', parameters: {} },
    toolType: 'webhook',
    timing: 'immediate',
    hasSideEffects: false,
    preToolSpeech: 'auto',
    disablesInterruptions: false,
    timeoutMs: 5_000,
    run: async ({ parameters }, signal) => {
      if (talk === null) throw new Error('the tool has no conversation');
      runs.push({ atMs: talk.clock.nowMs(), parameters });
      await delay(talk.clock, takesMs, signal);
      return answer;
    },
    ...rest,
  };
  return {
    tool,
    runs,
    in(conversation: ScriptedConversation) {
      talk = conversation;
    },
  };
}

function conversationWith(made: ReturnType<typeof timed>, options: ConstructorParameters<typeof ScriptedConversation>[0] = {}): ScriptedConversation {
  const conversation = new ScriptedConversation({ serverTools: [made.tool], ...options });
  made.in(conversation);
  return conversation;
}

describe('tools in time', () => {
  it('C1 a call goes on when its answer is interrupted, and C6 its result is told as soon as the agent has the floor', async () => {
    const lookUp = timed({ takesMs: 3_000 });
    const talk = conversationWith(lookUp);
    talk.model.replies = [
      [words('Let me look that up for you right now, it will not take long at all.'), call('look_up')],
      'I am still looking.',
      'It is forty-two.',
    ];
    await talk.speak('what is the answer');
    await talk.silence(1_500);
    await talk.speak('wait, how long does it take', 700);
    await talk.silence(8_000);
    const [finished] = talk.of('tool-finished');
    expect(finished).toMatchObject({ result: 'forty-two', isError: false });
    expect(talk.of('tool-finished')).toHaveLength(1);
    // The answer in between was told that the call still runs, the last one its result, each beside its call.
    const between = talk.model.requests[1]?.messages ?? [];
    expect(between.find((message) => message.role === 'tool')?.content).toContain('Still running');
    const last = talk.model.requests[2]?.messages ?? [];
    expect(last.filter((message) => message.content.includes('has finished meanwhile: forty-two'))).toHaveLength(1);
    expect(talk.said().at(-1)).toBe('It is forty-two.');
    expect(lookUp.runs).toHaveLength(1);
  });

  it('V1 what the participant’s program answers sets variables, and the model is told the rest', async () => {
    const talk = new ScriptedConversation({
      config: { conversationConfig: { conversation: { textOnly: true } } },
      clientTools: [
        {
          definition: { name: 'pick', description: '', parameters: {} },
          expectsResponse: true,
          timeoutMs: 5_000,
          read: (answer) => ({ result: 'picked', assigns: { seat: answer } }),
        },
      ],
    });
    talk.model.replies = [[call('pick')], 'You have it.'];
    talk.send({ kind: 'user-text', text: 'a seat please' });
    await talk.clock.advance(500);
    talk.send({ kind: 'tool-result', toolCallId: 'pick', result: '12A', isError: false });
    await talk.clock.advance(500);
    expect(talk.of('tool-finished')).toMatchObject([{ result: 'picked', variableUpdates: [{ name: 'seat', newValue: '12A' }] }]);
  });

  it('C7 every call that a model is shown stands beside exactly one result', async () => {
    const lookUp = timed({ takesMs: 2_500 });
    const talk = conversationWith(lookUp);
    talk.model.replies = [[call('look_up', {}, 'same'), call('look_up', { other: 1 }, 'same')], 'Both are done.', 'Fine.'];
    await talk.speak('look twice');
    await talk.silence(6_000);
    await talk.speak('and now');
    await talk.silence(2_000);
    const messages = talk.model.requests.at(-1)?.messages ?? [];
    const asked = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : [])).map(({ id }) => id);
    const answered = messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : []));
    expect(asked).toHaveLength(2);
    expect(new Set(asked).size).toBe(2);
    expect(answered).toEqual(asked);
  });

  it('C5 a call with effects does not start once its response was stopped', async () => {
    const order = timed({ name: 'order', hasSideEffects: true, timing: 'post-tool-speech' });
    const talk = conversationWith(order);
    talk.model.replies = [
      [words('I will now order the very large pizza with everything on it for you, is that really all right.'), call('order')],
      'All right, I did not.',
    ];
    await talk.speak('order a pizza');
    await talk.silence(2_000);
    await talk.speak('no stop, please do not', 800);
    await talk.silence(6_000);
    expect(order.runs).toEqual([]);
    expect(talk.of('tool-called')).toEqual([]);
    expect(talk.said().at(-1)).toBe('All right, I did not.');
  });

  it('C4 a tool that runs after speech waits until the words before it were heard', async () => {
    const order = timed({ name: 'order', hasSideEffects: true, timing: 'post-tool-speech' });
    const talk = conversationWith(order);
    talk.model.replies = [[words('I will order that for you now.'), call('order')], 'It is on its way.'];
    await talk.speak('order a pizza');
    await talk.silence(8_000);
    const audible = talk.timeOf('response-audible') ?? 0;
    // Thirty characters at ten a second.
    expect((order.runs[0]?.atMs ?? 0) - audible).toBeGreaterThanOrEqual(2_700);
    expect(talk.said()).toEqual(['I will order that for you now. It is on its way.']);
  });

  it('C4 words before a call are spoken while it runs, and what it forces is said when the model says nothing', async () => {
    const slow = timed({ takesMs: 3_000, preToolSpeech: 'force' });
    const talk = conversationWith(slow);
    talk.model.replies = [[call('look_up')], 'It is forty-two.'];
    await talk.speak('what is the answer');
    await talk.silence(9_000);
    expect(talk.said()).toEqual(['One moment, please. It is forty-two.']);
    const audible = talk.timeOf('response-audible') ?? Infinity;
    expect(audible).toBeLessThan(talk.timeOf('tool-finished') ?? 0);
  });

  it('C6 a tool beside the conversation answers later: the agent goes on at once, and tells the result by itself', async () => {
    const slow = timed({ takesMs: 6_000, timing: 'async', timeoutMs: 20_000 });
    const talk = conversationWith(slow);
    talk.model.replies = [[call('look_up')], 'I have asked, it takes a while.', 'The answer has come, it is forty-two.'];
    await talk.speak('what is the answer');
    await talk.silence(14_000);
    expect(talk.said()).toEqual(['I have asked, it takes a while.', 'The answer has come, it is forty-two.']);
    expect(talk.of('response-started').map(({ trigger }) => trigger)).toEqual(['user-turn', 'news']);
    expect(talk.of('tool-finished')).toHaveLength(1);
  });

  it('C5 look-ups run for a draft, calls with effects wait until it is the answer, and a dropped draft leaves no trace', async () => {
    const lookUp = timed({ takesMs: 50 });
    const talk = conversationWith(lookUp);
    talk.model.replies = [[call('look_up')], 'Forty-two.', [call('look_up')], 'Forty-two again.'];
    await talk.speak('my number is', 500);
    await talk.silence(400);
    expect(lookUp.runs).toHaveLength(1);
    expect(talk.of('tool-called')).toEqual([]);
    await talk.speak('my number is twelve', 500);
    await talk.silence(4_000);
    expect(talk.of('draft-dropped').length).toBeGreaterThan(0);
    expect(talk.of('tool-called')).toHaveLength(talk.of('tool-finished').length);
    expect(talk.of('tool-called')).toHaveLength(1);
    expect(talk.of('usage').some((event) => event.isSpeculative)).toBe(true);
  });

  it('C8 a model that goes in circles is stopped, and answered for', async () => {
    const lookUp = timed({ takesMs: 10 });
    const talk = conversationWith(lookUp);
    talk.model.replies = Array.from({ length: 30 }, () => [call('look_up')]);
    await talk.speak('what is the answer');
    await talk.silence(11_000);
    expect(lookUp.runs).toHaveLength(2);
    expect(talk.model.requests.length).toBeLessThan(8);
    expect(talk.said()).toEqual(["I'm sorry, I can't get that done right now. Is there anything else I can do?"]);
  });

  it('C3 a tool that fails ends in words, even when the model says nothing more', async () => {
    const broken = timed({
      run: async () => {
        throw new Error('the server is down');
      },
    });
    const talk = conversationWith(broken);
    talk.model.replies = [[words('Let me see.'), call('look_up')], ''];
    await talk.speak('what is the answer');
    await talk.silence(13_000);
    expect(talk.of('tool-finished')[0]).toMatchObject({ isError: true, result: 'Error: the server is down' });
    expect(talk.said()[0]).toMatch(/^Let me see\. I'm sorry/u);
  });

  it('C9 an answer may wait for a tool longer than it may wait for a model', async () => {
    const slow = timed({ takesMs: 25_000, timeoutMs: 30_000, preToolSpeech: 'off' });
    const talk = conversationWith(slow);
    talk.model.replies = [[call('look_up')], 'It is forty-two.'];
    await talk.speak('what is the answer');
    await talk.silence(32_000);
    expect(talk.said()).toEqual(['It is forty-two.']);
  });

  it('C9 a tool may keep its response from being interrupted while it runs', async () => {
    const slow = timed({ takesMs: 5_000, disablesInterruptions: true });
    const talk = conversationWith(slow);
    talk.model.replies = [[words('I am going to look that up for you now, which will take me a moment.'), call('look_up')], 'It is forty-two.'];
    await talk.speak('what is the answer');
    await talk.silence(2_000);
    await talk.speak('stop please stop', 800);
    await talk.silence(9_000);
    expect(talk.of('interrupted')).toEqual([]);
    expect(talk.said()[0]).toBe('I am going to look that up for you now, which will take me a moment. It is forty-two.');
  });

  it('C10 a call that needs consent runs after it, and never without', async () => {
    const careful = timed({ name: 'pay', hasSideEffects: true, needsApproval: { timeoutMs: 4_000 }, takesMs: 10, preToolSpeech: 'off' });
    const talk = conversationWith(careful);
    talk.model.replies = [[call('pay', {}, 'first')], 'Paid.', [call('pay', {}, 'second')], 'Then not.', [call('pay', {}, 'third')], 'No answer, so no.'];
    await talk.speak('pay');
    await talk.silence(1_000);
    expect(talk.of('tool-called')[0]).toMatchObject({ approvalMs: 4_000 });
    expect(careful.runs).toEqual([]);
    talk.send({ kind: 'tool-approval', toolCallId: 'first', isApproved: true });
    await talk.silence(2_500);
    await talk.speak('pay again');
    await talk.silence(1_000);
    talk.send({ kind: 'tool-approval', toolCallId: 'second', isApproved: false });
    await talk.silence(2_500);
    await talk.speak('and again');
    await talk.silence(9_000);
    expect(careful.runs).toHaveLength(1);
    expect(talk.of('tool-approved').map(({ toolCallId }) => toolCallId)).toEqual(['first']);
    expect(talk.of('tool-finished').map(({ toolCallId, isError }) => [toolCallId, isError])).toEqual([
      ['first', false],
      ['second', true],
      ['third', true],
    ]);
  });

  it('V1 a result sets dynamic variables: the prompt of the next turn has them, secrets are told nobody', async () => {
    const lookUp = timed({ takesMs: 10, answer: { result: 'Ada, gold', isError: false, assigns: { level: 'gold', secret__token: 's3cret' } } });
    const talk = conversationWith(lookUp, { prompt: 'The customer has the level {{level}}.', variables: { level: 'none' } });
    talk.model.replies = [[call('look_up')], 'I see.', 'Gold.'];
    await talk.speak('who am I');
    await talk.silence(3_000);
    await talk.speak('what level do I have');
    await talk.silence(2_000);
    expect(talk.model.requests[0]?.messages[0]?.content).toContain('level none');
    expect(talk.model.requests[2]?.messages[0]?.content).toContain('level gold');
    expect(talk.of('tool-finished')[0]?.variableUpdates).toEqual([{ name: 'level', oldValue: 'none', newValue: 'gold' }]);
    expect(JSON.stringify(talk.events)).not.toContain('s3cret');
  });

  it('X2 a goodbye that is interrupted ends nothing, and the model learns that', async () => {
    const talk = new ScriptedConversation();
    talk.model.replies = [
      [words('Goodbye then, it was very nice to talk to you today and I hope to hear you.'), call('end_call', { reason: 'done' })],
      'Yes, of course.',
      'Fine.',
    ];
    await talk.speak('thank you, that was all');
    await talk.silence(2_500);
    await talk.speak('wait, one more question', 800);
    await talk.silence(4_000);
    expect(talk.outcome).toBeNull();
    expect(talk.of('tool-finished')).toMatchObject([{ toolName: 'end_call', isError: true }]);
    expect(talk.said().at(-1)).toBe('Yes, of course.');
  });
});

describe('handing over', () => {
  const transfer = { agentId: 'agent_b', branchId: null, condition: 'billing', delayMs: 500, transferMessage: 'I will pass you on.', saysFirstMessage: true };

  function otherAgent(model: ScriptedModel, mouth: ScriptedMouth, over: Partial<AgentInPlay> = {}): AgentInPlay {
    return {
      agentId: 'agent_b',
      config: parseAgentConfig({}),
      prompt: 'You do billing.',
      firstMessage: 'Billing speaking.',
      knowledge: [],
      retrieve: null,
      systemToolNames: [],
      systemToolSettings: {},
      clientTools: [],
      serverTools: [],
      languageModel: model,
      textToSpeech: mouth,
      ...over,
    };
  }

  it('A1 another agent goes on in the same conversation with its own prompt, voice and tools, once the first has finished speaking', async () => {
    const talk: ScriptedConversation = new ScriptedConversation({
      agentId: 'agent_a',
      systemToolNames: ['transfer_to_agent'],
      systemToolSettings: { agentTransfers: [transfer] },
      otherAgent: async () => otherAgent(theirModel, theirMouth),
    });
    const theirModel = new ScriptedModel(talk.clock);
    const theirMouth = new ScriptedMouth(talk.clock);
    theirModel.replies = ['Your bill is fine.'];
    talk.model.replies = [[call('transfer_to_agent', { agent_number: 0 })]];
    await talk.speak('a question about my bill');
    await talk.silence(8_000);
    expect(talk.said()).toEqual(['I will pass you on.', 'Billing speaking.']);
    expect(talk.of('agent-changed')).toEqual([{ kind: 'agent-changed', agentId: 'agent_b', fromAgentId: 'agent_a', isReturn: false }]);
    expect(theirMouth.spoken).toEqual(['Billing speaking.']);
    await talk.speak('is my bill right');
    await talk.silence(3_000);
    expect(talk.said().at(-1)).toBe('Your bill is fine.');
    expect(theirModel.requests[0]?.tools).toEqual([]);
    expect(theirModel.requests[0]?.messages[0]?.content).toContain('You do billing.');
  });

  it('A1 an agent that cannot be reached is an error for the model, and the conversation goes on', async () => {
    const talk = new ScriptedConversation({
      systemToolNames: ['transfer_to_agent'],
      systemToolSettings: { agentTransfers: [transfer] },
      otherAgent: async () => {
        throw new Error('it was deleted');
      },
    });
    talk.model.replies = [[call('transfer_to_agent', { agent_number: 0 })], 'I cannot pass you on, sorry.'];
    await talk.speak('a question about my bill');
    await talk.silence(5_000);
    expect(talk.said()).toEqual(['I cannot pass you on, sorry.']);
    expect(talk.of('agent-changed')).toEqual([]);
  });

  it('A2 language_detection goes on in another language with the voice and the ear for it', async () => {
    const talk = new ScriptedConversation({ systemToolNames: ['language_detection'], systemToolSettings: { languages: ['en', 'es'] } });
    talk.model.replies = [[call('language_detection', { reason: 'spoke Spanish', language: 'es' })], 'Claro que sí.'];
    await talk.speak('hola, hablas español');
    await talk.silence(4_000);
    expect(talk.of('language-changed')).toEqual([{ kind: 'language-changed', from: 'en', to: 'es', by: 'tool' }]);
    expect(talk.said().filter((said) => said !== '')).toEqual(['Claro que sí.']);
    expect(talk.model.requests.at(-1)?.language).toBe('es');
  });

  it('A3 without a phone line the phone tools say so to the model', async () => {
    const talk = new ScriptedConversation({
      systemToolNames: ['transfer_to_number', 'play_keypad_touch_tone', 'voicemail_detection'],
      systemToolSettings: { numberTransfers: [toPerson] },
    });
    talk.model.replies = [
      [
        call('transfer_to_number', { transfer_number: '+49 30 1234', client_message: 'I connect you.', agent_message: '' }),
        call('play_keypad_touch_tone', { dtmf_tones: '1' }),
        call('voicemail_detection', { reason: 'beep' }),
      ],
      'I cannot do that here.',
    ];
    await talk.speak('connect me');
    await talk.silence(5_000);
    expect(talk.of('tool-finished').map(({ result }) => result)).toEqual(Array(3).fill('Error: the user is not on a phone line, so this is not possible here'));
    expect(talk.said()).toEqual(['I cannot do that here.']);
  });

  it('A3 on a phone line a person is called once the participant was told, tones are sent, and a voicemail gets its message', async () => {
    const done: string[] = [];
    const phone: PhoneLeg = {
      transfer: async ({ destination, agentMessage }) => void done.push(`${destination.address} (${agentMessage})`),
      sendTones: async (tones) => void done.push(tones),
    };
    const talk = new ScriptedConversation({
      phone,
      systemToolNames: ['transfer_to_number', 'play_keypad_touch_tone'],
      systemToolSettings: { numberTransfers: [toPerson] },
      variables: { desk: '+49301234' },
    });
    talk.model.replies = [
      [call('play_keypad_touch_tone', { dtmf_tones: '12w#' })],
      'Done.',
      [call('transfer_to_number', { transfer_number: '+49 30 1234', client_message: 'I connect you now.', agent_message: 'About the bill.' })],
    ];
    await talk.speak('press the keys');
    await talk.silence(3_000);
    await talk.speak('now connect me');
    await talk.silence(6_000);
    expect(done).toEqual(['12w#', '+49301234 (About the bill.)']);
    expect(talk.said()).toEqual(['Done.', 'I connect you now.']);
    expect(talk.outcome).toMatchObject({ reason: 'agent-ended', detail: 'transferred to +49301234' });

    const machine = new ScriptedConversation({
      phone,
      systemToolNames: ['voicemail_detection'],
      systemToolSettings: { voicemailMessage: 'Please call {{name}} back.' },
      variables: { name: 'Ada' },
    });
    machine.model.replies = [[call('voicemail_detection', { reason: 'beep' })]];
    await machine.speak('please leave a message after the tone');
    await machine.silence(5_000);
    expect(machine.said()).toEqual(['Please call Ada back.']);
    expect(machine.outcome).toMatchObject({ reason: 'agent-ended', detail: 'voicemail' });
  });

  const toPerson = {
    destination: { kind: 'phone', address: '{{desk}}' },
    kind: 'blind',
    condition: 'asks for a person',
    sipHeaders: {},
    postDialDigits: '',
  } as const;
});

describe('knowledge', () => {
  it('K1 passages are looked up once a turn and stand in the prompt; K2 a failure costs the passages only', async () => {
    const queries: string[] = [];
    const talk = new ScriptedConversation({
      retrieve: async ({ text }) => {
        queries.push(text);
        if (text.includes('fail')) throw new Error('no index');
        return [{ documentId: 'doc_1', chunkId: 'c7', title: 'Hours', text: 'We open at nine.', score: 0.9 }];
      },
    });
    talk.model.replies = ['At nine.', 'I do not know.'];
    await talk.speak('when do you open?');
    await talk.silence(3_000);
    expect(talk.model.requests.at(-1)?.messages[0]?.content).toContain('We open at nine.');
    expect(talk.of('knowledge-retrieved')).toMatchObject([{ query: 'when do you open?', failure: null, passages: [{ chunkId: 'c7', score: 0.9 }] }]);
    await talk.speak('now fail please');
    await talk.silence(3_000);
    expect(talk.of('knowledge-retrieved')[1]).toMatchObject({ failure: 'no index', passages: [] });
    expect(talk.said()).toEqual(['At nine.', 'I do not know.']);
    expect(queries).toEqual(['when do you open?', 'now fail please']);
  });
});
