import { describe, expect, it } from 'vitest';
import type { AgentConfigInput } from '../contracts/agent-config';
import type { GenerateRequest, ModelPart } from '../providers/spec/language-model';
import type { ServerTool } from './tools/tool';
import { ScriptedConversation } from './testing/run-scripted';
import { loudnessDetector } from './testing/scripted-providers';
import { judgeByWords } from './workflow/judge-by-words';

const llm = (condition: string) => ({ type: 'llm', condition });
const always = { type: 'unconditional' };
const variable = (name: string) => ({ type: 'dynamic_variable', name });
const text = (value: string) => ({ type: 'string_literal', value });
const equals = (left: unknown, right: unknown) => ({ type: 'expression', expression: { type: 'eq_operator', left, right } });
const agentNode = (label: string, additionalPrompt: string, over: Readonly<Record<string, unknown>> = {}) => ({
  type: 'override_agent',
  label,
  additionalPrompt,
  ...over,
});
const goOn = (way: string): ModelPart => ({ kind: 'tool-call', call: { id: 'way', name: 'go_on', argumentsJson: JSON.stringify({ way }) } });

function talkIn(workflow: Readonly<Record<string, unknown>>, options: ConstructorParameters<typeof ScriptedConversation>[0] = {}): ScriptedConversation {
  return new ScriptedConversation({ agentId: 'agent_a', ...options, config: { ...options.config, workflow } as AgentConfigInput });
}

const promptOf = (talk: ScriptedConversation, request: number) => talk.model.requests.at(request)?.messages[0]?.content ?? '';
const entered = (talk: ScriptedConversation) => talk.of('workflow-node-entered').map(({ nodeId }) => nodeId);

describe('a workflow', () => {
  it('W3 the model chooses the way on by its sentence; W2 the node changes prompt and voice, and answers at once', async () => {
    const talk = talkIn({
      nodes: {
        start: { type: 'start', edgeOrder: ['toBilling', 'toSales'] },
        billing: agentNode('Billing', 'You do billing now.', { conversationConfig: { tts: { voiceId: 'billing-voice' } } }),
        sales: agentNode('Sales', 'You sell now.'),
      },
      edges: {
        toBilling: { source: 'start', target: 'billing', forwardCondition: llm('The user has a question about a bill.') },
        toSales: {
          source: 'start',
          target: 'sales',
          forwardCondition: llm('The user wants to buy something.'),
          backwardCondition: llm('The user wants something else.'),
        },
      },
    });
    talk.model.replies = [[goOn('toSales')], 'What would you like to buy?', [goOn('toSales')], 'What else can I do?'];
    await talk.speak('I would like to buy a car');
    await talk.silence(5_000);
    expect(entered(talk)).toEqual(['sales']);
    expect(talk.said().filter(Boolean)).toEqual(['What would you like to buy?']);
    expect(promptOf(talk, 0)).not.toContain('You sell now.');
    expect(promptOf(talk, 1)).toContain('You are a test.');
    expect(promptOf(talk, 1)).toContain('You sell now.');
    expect(talk.of('tool-called')).toMatchObject([{ toolType: 'workflow', toolName: 'go_on' }]);
    // And back along the same edge.
    await talk.speak('no, something else entirely');
    await talk.silence(5_000);
    expect(entered(talk)).toEqual(['sales', 'start']);
    expect(promptOf(talk, -1)).not.toContain('You sell now.');
  });

  it('W2 a node’s documents are known while the conversation stands there', async () => {
    const passage = (text: string) => ({ documentId: 'd', chunkId: text, title: '', text, score: 1 });
    const talk = talkIn(
      {
        nodes: { start: { type: 'start' }, prices: agentNode('Prices', 'Tell prices.', { additionalKnowledgeBase: [{ id: 'd' }] }) },
        edges: {
          toPrices: { source: 'start', target: 'prices', forwardCondition: llm('The user asks about prices.'), backwardCondition: llm('The user is done.') },
        },
      },
      {
        retrieve: async () => [passage('We are a bakery.')],
        knowledgeByNode: new Map([['prices', { knowledge: [], retrieve: async () => [passage('A loaf is four euros.')] }]]),
      },
    );
    talk.model.replies = [[goOn('toPrices')], 'Four euros.', [goOn('toPrices')], 'Anything else?'];
    await talk.speak('what is a loaf');
    await talk.silence(5_000);
    expect(JSON.stringify(talk.model.requests[0]?.messages)).not.toContain('four euros');
    expect(JSON.stringify(talk.model.requests.at(-1)?.messages)).toContain('A loaf is four euros.');
    await talk.speak('thank you that is all');
    await talk.silence(5_000);
    expect(JSON.stringify(talk.model.requests.at(-1)?.messages)).toContain('We are a bakery.');
    expect(JSON.stringify(talk.model.requests.at(-1)?.messages)).not.toContain('A loaf is four euros.');
  });

  describe('questions to the model inside of expressions', () => {
    const question = (prompt: string) => ({ type: 'llm', valueSchema: { type: 'boolean', description: prompt } });
    const asking = {
      nodes: {
        start: { type: 'start', edgeOrder: ['toNote'] },
        note: { type: 'update_state', updates: [{ variableName: 'mood', expression: question('How does the user feel?') }] },
        care: agentNode('Care', 'The user feels {{mood}}.'),
      },
      edges: {
        toNote: {
          source: 'start',
          target: 'note',
          forwardCondition: {
            type: 'expression',
            expression: { type: 'and_operator', children: [question('Is the user unhappy?'), question('Is it our fault?')] },
          },
        },
        toCare: { source: 'note', target: 'care', forwardCondition: always },
      },
    };

    it('W6 they are asked in one request about what was said, and their answers lead on and are kept', async () => {
      const talk = talkIn(asking);
      talk.model.replies = ['Sure: {"1": true, "2": "yes"}', '{"1": "angry"}', 'I am sorry.'];
      await talk.speak('you have lost my suitcase again');
      await talk.silence(6_000);
      expect(entered(talk)).toEqual(['note', 'care']);
      expect(talk.said().filter(Boolean)).toEqual(['I am sorry.']);
      const asked = talk.model.requests[0]?.messages.at(-1)?.content ?? '';
      expect(asked).toContain('user: you have lost my suitcase again');
      expect(asked).toContain('2. Is it our fault?');
      expect(promptOf(talk, -1)).toContain('The user feels angry.');
      expect(talk.of('usage').filter(({ capability }) => capability === 'language-model').length).toBeGreaterThanOrEqual(3);
    });

    it.each([
      ['no', '{"1": false, "2": true}'],
      ['no answer', '{"2": true}'],
      ['no JSON', 'I would say so.'],
      ['a failure', new Error('down')],
    ])('W6 after %s the conversation stays where it is and the turn is answered', async (_, reply) => {
      const talk = talkIn(asking);
      talk.model.replies = [reply, 'How can I help?'];
      await talk.speak('hello there');
      await talk.silence(5_000);
      expect(entered(talk)).toEqual([]);
      expect(talk.said().filter(Boolean)).toEqual(['How can I help?']);
    });

    it('W6 a model that hangs is waited for four seconds', async () => {
      const talk = talkIn(asking);
      talk.model.replies = ['hang', 'How can I help?'];
      await talk.speak('hello there');
      await talk.silence(9_000);
      expect(talk.said().filter(Boolean)).toEqual(['How can I help?']);
      expect(talk.of('notice').map(({ message }) => message)).toEqual(['A question of the workflow was not answered by the model.']);
    });
  });

  it('W1 expressions over variables lead on without the model, and a node without a condition is left after its answer', async () => {
    const talk = talkIn(
      {
        nodes: {
          start: { type: 'start' },
          vip: agentNode('Vip', 'Be very kind.'),
          rest: agentNode('Rest', 'Be brief.'),
          done: { type: 'end', outcome: 'success' },
        },
        edges: {
          a: { source: 'start', target: 'vip', forwardCondition: equals(variable('level'), text('gold')) },
          b: { source: 'start', target: 'rest', forwardCondition: always },
          c: { source: 'vip', target: 'done', forwardCondition: always },
        },
      },
      { variables: { level: 'gold' }, firstMessage: 'Hello.' },
    );
    talk.model.replies = ['My pleasure.'];
    await talk.silence(2_000);
    expect(entered(talk)).toEqual(['vip']);
    await talk.speak('please help me');
    await talk.silence(3_000);
    expect(promptOf(talk, 0)).toContain('Be very kind.');
    expect(talk.outcome).toBeNull();
    await talk.speak('thank you');
    await talk.silence(3_000);
    expect(entered(talk)).toEqual(['vip', 'done']);
    expect(talk.outcome).toMatchObject({ reason: 'agent-ended', detail: 'the workflow ended: success' });
    expect(talk.said().filter(Boolean)).toEqual(['Hello.', 'My pleasure.']);
  });

  it('W5 tools run without asking, their result decides, state changes and fixed words are said, then the call ends', async () => {
    const runs: unknown[] = [];
    const check: ServerTool = {
      definition: { name: 'check_stock', description: '', parameters: {} },
      toolType: 'webhook',
      timing: 'immediate',
      hasSideEffects: true,
      preToolSpeech: 'auto',
      disablesInterruptions: false,
      timeoutMs: 1_000,
      run: async ({ parameters }) => {
        runs.push(parameters);
        return { result: 'none left', isError: runs.length === 1, assigns: { stock: 0 } };
      },
    };
    const base = { firstMessage: 'Hello.' };
    const workflow = {
      nodes: {
        start: { type: 'start' },
        set: { type: 'update_state', updates: [{ variableName: 'item', expression: text('bike') }] },
        stock: {
          type: 'tool',
          tools: [
            {
              toolId: 'tool_1',
              schemaOverrides: { count: { source: 'constant', constantValue: 2 }, 'what.item': { source: 'dynamic_variable', dynamicVariable: 'item' } },
            },
          ],
          edgeOrder: ['ok', 'bad'],
        },
        sorry: { type: 'say', label: 'Sorry', message: { type: 'literal', text: 'No {{item}} can be looked up.', textTranslations: { de: 'Kein {{item}}.' } } },
        found: agentNode('Found', ''),
        end: { type: 'end', outcome: 'failure' },
      },
      edges: {
        first: { source: 'start', target: 'set', forwardCondition: always },
        second: { source: 'set', target: 'stock' },
        ok: { source: 'stock', target: 'found', forwardCondition: { type: 'result', successful: true } },
        bad: { source: 'stock', target: 'sorry', forwardCondition: { type: 'result', successful: false } },
        over: { source: 'sorry', target: 'end' },
      },
    };
    const talk = talkIn(workflow, { ...base, toolsById: new Map([['tool_1', check]]) });
    await talk.silence(8_000);
    expect(entered(talk)).toEqual(['set', 'stock', 'sorry', 'end']);
    expect(runs).toEqual([{ count: 2, what: { item: 'bike' } }]);
    expect(talk.said().filter(Boolean)).toEqual(['Hello.', 'No bike can be looked up.']);
    expect(talk.outcome).toMatchObject({ detail: 'the workflow ended: failure' });
    expect(talk.of('tool-called')).toHaveLength(1);
    expect(talk.of('tool-finished')).toHaveLength(1);
  });

  it('W1 a workflow that goes in circles stays where it is, and the conversation goes on', async () => {
    const talk = talkIn({
      nodes: { start: { type: 'start' }, a: { type: 'update_state', updates: [] }, b: { type: 'update_state', updates: [] } },
      edges: { x: { source: 'start', target: 'a' }, y: { source: 'a', target: 'b' }, z: { source: 'b', target: 'a' } },
    });
    await talk.speak('hello there');
    await talk.silence(4_000);
    expect(talk.of('notice').length).toBeGreaterThan(0);
    expect(talk.said().at(-1)).toBe('Fine.');
  });

  it('W4 without a model the built-in answerer goes on by words, and answers as the next node', async () => {
    const workflow = {
      nodes: { start: { type: 'start' }, booking: agentNode('Booking', 'You book tables.'), hours: agentNode('Hours', 'You know the hours.') },
      edges: {
        a: { source: 'start', target: 'hours', forwardCondition: llm('The user asks about opening hours') },
        b: { source: 'start', target: 'booking', forwardCondition: llm('The user wants to book a table') },
      },
    };
    const spare = new ScriptedConversation();
    const answerer = { id: 'scripted:answerer', generate: (request: GenerateRequest) => spare.model.generate(request) };
    const talk = talkIn(workflow, {
      providers: { voiceActivity: loudnessDetector, endOfTurn: null, speechToText: spare.ear, languageModel: answerer, textToSpeech: spare.mouth },
      isTextOnly: true,
    });
    spare.model.replies = ['Hello.', 'For how many?'];
    talk.send({ kind: 'user-text', text: 'good morning' });
    await spare.clock.advance(1_000);
    await talk.clock.advance(1_000);
    await spare.clock.advance(1_000);
    await talk.clock.advance(1_000);
    expect(entered(talk)).toEqual([]);
    talk.send({ kind: 'user-text', text: 'I would like to book a table' });
    for (let i = 0; i < 4; i++) {
      await talk.clock.advance(500);
      await spare.clock.advance(500);
    }
    expect(entered(talk)).toEqual(['booking']);
    expect(talk.said().filter(Boolean)).toEqual(['Hello.', 'For how many?']);
    expect(spare.model.requests.at(-1)?.messages[0]?.content).toContain('You book tables.');
    // No tool is offered to what cannot call one.
    expect(spare.model.requests.at(-1)?.tools.map(({ name }) => name)).not.toContain('go_on');
    spare.send({ kind: 'hangup', reason: 'participant-left', detail: '' });
    await spare.clock.advance(100);
  });

  it('W4 without a model a sentence is judged by the words it shares with what was said', () => {
    const choices = [
      { edgeId: 'a', targetId: 'a', condition: 'The user asks about opening hours' },
      { edgeId: 'b', targetId: 'b', condition: 'The user wants to book a table' },
    ];
    expect(judgeByWords(choices, 'when are you open? I need your opening hours')?.edgeId).toBe('a');
    expect(judgeByWords(choices, 'could I book tables for four')?.edgeId).toBe('b');
    expect(judgeByWords(choices, 'good morning')).toBeNull();
  });
});
