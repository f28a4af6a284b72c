import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { newId } from '../../lib/new-id';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { startRestServer } from '../../testing/rest-server';
import { makeServices } from '../../testing/services';
import { createBranch } from '../branches/create-branch';
import { saveDraft } from '../branches/drafts';
import { createAgent } from '../agents/create-agent';
import { updateAgent } from '../agents/update-agent';
import { getInvocation, getTestRun, runTests } from './invocations';
import { createTest, createTestFromConversation, getTest } from './manage-tests';

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string | null }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let rest: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
/** A model's server that speaks the real protocol and answers as each test wants. */
let model: http.Server;
let modelUrl: string;
let answer: (asked: Asked) => { readonly text?: string; readonly call?: { readonly name: string; readonly arguments: unknown } } = () => ({ text: '' });
const made = makeServices({ allowPrivateHosts: ['127.0.0.1'] });
const { services, jobs } = made;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
  rest = await startRestServer(db, services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: rest.url, maxRetries: 0 });
  model = http.createServer(async (request, response) => {
    const { text: said, call } = answer(JSON.parse(await text(request)) as Asked);
    const event = (delta: unknown, finish: string | null) =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (said !== undefined) response.write(event({ role: 'assistant', content: said }, null));
    if (call !== undefined) {
      const made = { index: 0, id: newId('auditEntry'), type: 'function', function: { name: call.name, arguments: JSON.stringify(call.arguments) } };
      response.write(event({ tool_calls: [made] }, null));
    }
    response.end(`${event({}, call === undefined ? 'stop' : 'tool_calls')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  modelUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
});

afterAll(async () => {
  model.close();
  await rest.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const cafe = {
  parley: { knowledgeText: '# Hours\n\nWe are open every day from nine to six.' },
  conversationConfig: { agent: { firstMessage: 'Hello, this is the café.' } },
};
const thinking = () => ({
  conversationConfig: {
    agent: {
      prompt: {
        prompt: 'You are a desk.',
        llm: 'custom-llm',
        customLlm: { url: modelUrl, modelId: 'm' },
        tools: [
          {
            type: 'client',
            name: 'look_up_order',
            description: 'Looks an order up.',
            parameters: { type: 'object', properties: { order_id: { type: 'string' } } },
          },
        ],
      },
    },
  },
});
const history = [{ role: 'user' as const, message: 'When are you open?', timeInCallSecs: 0 }];

async function run(agentId: string, testIds: readonly string[], more: { branchId?: string; repeatCount?: number } = {}) {
  const { id } = await client.conversationalAi.agents.runTests(agentId, { tests: testIds.map((testId) => ({ testId })), ...more });
  await jobs.runAll(db, services);
  return client.conversationalAi.tests.invocations.get(id);
}

describe('a test of the next reply', () => {
  it('asks the agent’s real pipeline and, without a model, is judged by rules that say so', async () => {
    const { id: agentId } = await createAgent(workspace.scope, { name: 'Café', config: cafe });
    const { tests } = client.conversationalAi;
    const { id } = await tests.create({ type: 'llm', name: 'Hours', chatHistory: history, successCondition: 'The agent says it is open from nine to six.' });
    const failing = await tests.create({
      type: 'llm',
      name: 'Refunds',
      chatHistory: history,
      successCondition: 'Offers money back within thirty days, says “refund”.',
    });
    const { agents } = client.conversationalAi;
    const started = await agents.runTests(agentId, { tests: [{ testId: id }, { testId: failing.id }] });
    expect(started.testRuns.map(({ status }) => status)).toEqual(['pending', 'pending']);
    await jobs.runAll(db, services);
    const done = await tests.invocations.get(started.id);
    expect(done.testRuns.map(({ testName, status }) => [testName, status])).toEqual([
      ['Hours', 'passed'],
      ['Refunds', 'failed'],
    ]);
    expect(done.testRuns[0]?.agentResponses?.[0]?.message).toMatch(/nine to six/i);
    expect(done.testRuns[0]?.conditionResult).toMatchObject({ result: 'success', rationale: { summary: expect.stringContaining('Judged by rules') } });
    expect(done.testRuns[0]?.testInfo).toMatchObject({ type: 'llm', successCondition: 'The agent says it is open from nine to six.' });
    // What happened in a run is kept with it, on the clock of its conversation.
    const replay = await getTestRun(workspace.scope, done.testRuns[1]?.testRunId ?? '');
    expect(replay).toMatchObject({ testName: 'Refunds', before: [{ role: 'user', message: 'When are you open?' }], invocation: { agentName: 'Café' } });
    expect(replay.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['conversation-started', 'response-started', 'conversation-ended']));
    expect((await tests.invocations.list({ agentId })).results).toMatchObject([
      { id: started.id, testRunCount: 2, passedCount: 1, failedCount: 1, pendingCount: 0, title: '2 tests' },
    ]);
  });

  it('runs on the branch, the version or the draft that is asked for, as often as asked', async () => {
    const { scope } = workspace;
    const agent = await createAgent(scope, { name: 'Café', config: cafe });
    const { branchId } = await createBranch(scope, { agentId: agent.id, parentVersionId: agent.version.id, name: 'Late', description: '' });
    await updateAgent(scope, {
      agentId: agent.id,
      branchId,
      changes: { parley: { knowledgeText: '# Hours\n\nWe are open every day from noon to midnight.' } },
    });
    const testId = await createTest(scope, {
      type: 'llm',
      name: 'Late hours',
      document: { chat_history: [{ role: 'user', message: 'When are you open?', time_in_call_secs: 0 }], success_condition: 'Says “noon to midnight”.' },
    });
    expect((await run(agent.id, [testId])).testRuns.map(({ status }) => status)).toEqual(['failed']);
    const onBranch = await run(agent.id, [testId], { branchId, repeatCount: 2 });
    expect(onBranch.testRuns.map(({ status }) => status)).toEqual(['passed', 'passed']);
    expect(onBranch).toMatchObject({ branchId, repeatCount: 2, resultGroups: [{ testId, buckets: [{ status: 'passed' }] }] });
    await saveDraft(scope, {
      agentId: agent.id,
      name: 'Café',
      config: { parley: { knowledgeText: '# Hours\n\nWe are open every day from noon to midnight.' } },
    });
    const draft = await runTests(scope, { agentId: agent.id, draft: true, tests: [{ testId }] }, services.jobs);
    const old = await runTests(scope, { agentId: agent.id, versionId: agent.version.id, tests: [{ testId }] }, services.jobs);
    await jobs.runAll(db, services);
    expect(await getInvocation(scope, draft.id)).toMatchObject({ isDraft: true, counts: { passed: 1 } });
    expect(await getInvocation(scope, old.id)).toMatchObject({ isDraft: false, counts: { failed: 1 } });
  });

  it('is judged by the agent’s model where it has one, with the examples', async () => {
    const { id: agentId } = await createAgent(workspace.scope, { name: 'Desk', config: thinking() });
    let judged = '';
    answer = ({ messages }) => {
      const written = messages.map(({ content }) => content ?? '').join('\n');
      if (!written.includes('You judge a conversation')) return { text: 'We open at nine.' };
      judged = written;
      return { text: '{"result":"success","rationale":"It says when."}' };
    };
    const testId = await createTest(workspace.scope, {
      type: 'llm',
      name: 'Hours',
      document: {
        chat_history: [{ role: 'user', message: 'When?', time_in_call_secs: 0 }],
        success_condition: 'Says when.',
        success_examples: [{ response: 'At nine.', type: 'success' }],
      },
    });
    const { testRuns } = await run(agentId, [testId]);
    expect(testRuns[0]).toMatchObject({ status: 'passed', conditionResult: { rationale: { summary: 'It says when.' } } });
    for (const part of ['Says when.', 'At nine.', 'agent: We open at nine.', 'user: When?']) expect(judged).toContain(part);
  });
});

describe('a test of a tool call', () => {
  it('looks at what is called with which parameters, and makes no call', async () => {
    const { id: agentId } = await createAgent(workspace.scope, { name: 'Desk', config: thinking() });
    answer = ({ messages }) =>
      messages.at(-1)?.role === 'tool' ? { text: String(messages.at(-1)?.content) } : { call: { name: 'look_up_order', arguments: { order_id: 'A-17' } } };
    const { tests } = client.conversationalAi;
    const make = async (name: string, parameters: object, more: object = {}) =>
      (
        await tests.create({
          type: 'tool',
          name,
          chatHistory: [{ role: 'user', message: 'Where is order A-17?', timeInCallSecs: 0 }],
          toolCallParameters: {
            referencedTool: { id: 'look_up_order', type: 'client' },
            parameters: [{ path: 'order_id', eval: parameters as never }],
            ...more,
          },
        })
      ).id;
    const done = await run(agentId, [
      await make('exact', { type: 'exact', expectedValue: 'A-17' }),
      await make('pattern', { type: 'regex', pattern: '^B-' }),
      await make('absent', { type: 'anything' }, { verifyAbsence: true }),
      await make('other tool', { type: 'anything' }, { referencedTool: { id: 'end_call', type: 'system' } }),
    ]);
    expect(done.testRuns.map(({ testName, status }) => [testName, status])).toEqual([
      ['exact', 'passed'],
      ['pattern', 'failed'],
      ['absent', 'failed'],
      ['other tool', 'failed'],
    ]);
    expect(done.testRuns[1]?.conditionResult?.rationale?.summary).toBe('order_id is A-17, which does not match ^B-.');
    expect(done.testRuns[0]?.agentResponses?.flatMap(({ toolResults }) => toolResults ?? [])).toMatchObject([
      { resultValue: 'Skipping tool call in test mode' },
    ]);
  });
});

describe('a test of a workflow', () => {
  it('looks at the node that the answer comes from', async () => {
    const { id: agentId } = await createAgent(workspace.scope, {
      name: 'Café',
      config: {
        ...cafe,
        workflow: {
          nodes: {
            start_node: { type: 'start', position: { x: 0, y: 0 }, edgeOrder: ['e1'] },
            hours: { type: 'override_agent', label: 'Hours', additionalPrompt: 'Tell the hours.', position: { x: 1, y: 0 }, edgeOrder: [] },
          },
          edges: { e1: { source: 'start_node', target: 'hours', forwardCondition: { type: 'unconditional' } } },
        },
      },
    });
    const make = async (nodeId: string) =>
      (
        await client.conversationalAi.tests.create({
          type: 'tool',
          name: nodeId,
          chatHistory: history,
          toolCallParameters: { workflowNodeTransition: { type: 'node_id', agentId, targetNodeId: nodeId } },
        })
      ).id;
    const done = await run(agentId, [await make('hours'), await make('elsewhere')]);
    expect(done.testRuns.map(({ status }) => status)).toEqual(['passed', 'failed']);
    expect(done.testRuns[0]?.conditionResult?.rationale?.summary).toBe('The conversation came to hours.');
  });
});

describe('a simulation', () => {
  it('lets a user played by the model talk with the agent, answers its tools from mocks, and checks every condition', async () => {
    const { id: agentId } = await createAgent(workspace.scope, { name: 'Desk', config: thinking() });
    answer = ({ messages }) => {
      const system = messages[0]?.content ?? '';
      if (system.includes('You play a person'))
        return { text: messages.filter(({ role }) => role === 'assistant').length > 0 ? '<hangs up>' : 'Where is order A-17?' };
      if (system.includes('You judge'))
        return { text: `{"result":"${messages[1]?.content?.includes('Tells where it is') ? 'success' : 'failure'}","rationale":"Seen."}` };
      return messages.at(-1)?.role === 'tool'
        ? { text: `It is ${messages.at(-1)?.content}` }
        : { call: { name: 'look_up_order', arguments: { order_id: 'A-17' } } };
    };
    const make = (conditions: readonly string[]) =>
      createTest(workspace.scope, {
        type: 'simulation',
        name: 'Order',
        document: {
          simulation_scenario: 'You look for order A-17.',
          simulation_max_turns: 3,
          success_conditions: conditions,
          tool_mock_config: { mocking_strategy: 'all', fallback_strategy: 'raise_error' },
          tool_mock_overrides: {
            look_up_order: [{ parameter_conditions: [{ path: 'order_id', eval: { type: 'exact', expected_value: 'A-17' } }], mock_result: 'on its way' }],
          },
        },
      });
    const done = await run(agentId, [await make(['Tells where it is']), await make(['Tells where it is', 'Apologises'])]);
    expect(done.testRuns.map(({ status }) => status)).toEqual(['passed', 'failed']);
    expect(done.testRuns[0]?.agentResponses?.flatMap(({ message }) => message ?? [])).toEqual(['Where is order A-17?', 'It is on its way']);
    expect(done.testRuns[1]?.conditionResult?.rationale?.summary).toBe('1 of 2 conditions are met.');
  });

  it('can be run again, and given up while it waits', async () => {
    const { scope } = workspace;
    const { id: agentId } = await createAgent(scope, { name: 'Café', config: cafe });
    const testId = await createTest(scope, {
      type: 'simulation',
      name: 'Hours',
      document: { simulation_scenario: '“When are you open?”', success_conditions: ['The agent says “nine”.'] },
    });
    const done = await run(agentId, [testId]);
    expect(done.testRuns).toMatchObject([{ status: 'passed' }]);
    const runId = done.testRuns[0]?.testRunId ?? '';
    const { invocations } = client.conversationalAi.tests;
    await invocations.resubmit(done.id, { testRunIds: [runId], agentId });
    expect((await invocations.get(done.id)).testRuns[0]?.status).toBe('pending');
    await invocations.cancel(done.id);
    await jobs.runAll(db, services);
    expect(await invocations.get(done.id)).toMatchObject({ cancelled: true, testRuns: [{ status: 'cancelled' }] });
  });

  it('is answered at once by simulate-conversation, whole and as a stream', async () => {
    const { id: agentId } = await createAgent(workspace.scope, {
      name: 'Café',
      config: { ...cafe, platformSettings: { evaluation: { criteria: [{ id: 'own', name: 'Own', conversationGoalPrompt: 'The agent says “nine”.' }] } } },
    });
    const request = {
      simulationSpecification: { simulatedUserConfig: { firstMessage: 'When are you open?', prompt: { prompt: '“Thank you.”' } } },
      extraEvaluationCriteria: [{ id: 'polite', name: 'Polite', type: 'prompt' as const, conversationGoalPrompt: 'The agent says “refund”.' }],
      newTurnsLimit: 2,
    };
    const { simulatedConversation, analysis } = await client.conversationalAi.agents.simulateConversation(agentId, request);
    expect(simulatedConversation.map(({ role }) => role)).toEqual(['agent', 'user', 'agent', 'user', 'agent']);
    expect(analysis).toMatchObject({ callSuccessful: 'failure', evaluationCriteriaResults: { own: { result: 'success' }, polite: { result: 'failure' } } });
    const streamed = await fetch(`${rest.url}/v1/convai/agents/${agentId}/simulate-conversation/stream`, {
      method: 'POST',
      headers: { 'xi-api-key': workspace.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ simulation_specification: { simulated_user_config: { first_message: 'When are you open?' } }, new_turns_limit: 1 }),
    });
    const lines = (await streamed.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { simulated_conversation?: { role: string }[]; analysis?: { call_successful: string } });
    expect(lines.flatMap((line) => line.simulated_conversation?.map(({ role }) => role) ?? [])).toEqual(['agent', 'user', 'agent']);
    expect(lines.at(-1)?.analysis?.call_successful).toBe('success');
  });
});

describe('tests as things', () => {
  it('are made, read, replaced, put into folders, found, summed up and taken away by the official client', async () => {
    const { tests } = client.conversationalAi;
    const folder = await tests.folders.create({ name: 'Hours' });
    const inner = await tests.folders.create({ name: 'Sunday', parentFolderId: folder.id });
    const { id } = await tests.create({ type: 'llm', name: 'Opens at ten', chatHistory: history, successCondition: 'ten', parentFolderId: inner.id });
    expect(await tests.get(id)).toMatchObject({ type: 'llm', name: 'Opens at ten', successCondition: 'ten', chatHistory: [{ message: 'When are you open?' }] });
    expect(await tests.folders.get(inner.id)).toMatchObject({ name: 'Sunday', childrenCount: 1, folderPath: [{ id: folder.id, name: 'Hours' }] });
    const top = await tests.list({ includeFolders: true, pageSize: 100 });
    expect(top.tests.map((each) => each.id)).toContain(folder.id);
    expect(top.tests.map((each) => each.id)).not.toContain(id);
    expect((await tests.list({ parentFolderId: inner.id })).tests).toMatchObject([{ id, folderPath: [{ name: 'Hours' }, { name: 'Sunday' }] }]);
    expect((await tests.list({ search: 'opens at TEN' })).tests.map((each) => each.id)).toEqual([id]);
    expect(await tests.update(id, { type: 'simulation', name: 'Talks', simulationScenario: '“Hi”' })).toMatchObject({ type: 'simulation', name: 'Talks' });
    expect(Object.keys((await tests.summaries({ testIds: [id, 'test_none'] })).tests)).toEqual([id]);
    await tests.move({ entityIds: [id], moveTo: folder.id });
    await expect(tests.move({ entityIds: [folder.id], moveTo: inner.id })).rejects.toMatchObject({ statusCode: 409 });
    expect((await tests.folders.update(inner.id, { name: 'Monday' })).name).toBe('Monday');
    await expect(tests.folders.delete(folder.id)).rejects.toMatchObject({ statusCode: 409 });
    await tests.folders.delete(folder.id, { force: true });
    await expect(tests.get(id)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('come from a moment of a conversation', async () => {
    const { scope } = workspace;
    const agent = await createAgent(scope, { name: 'Café', config: cafe });
    const conversationId = newId('conversation');
    const transcript = [
      { role: 'agent', timeInCallSecs: 0, message: 'Hello.' },
      { role: 'user', timeInCallSecs: 1, message: 'When are you open?' },
      { role: 'agent', timeInCallSecs: 2, message: 'From nine to six.' },
      { role: 'user', timeInCallSecs: 3, message: 'Thanks.' },
    ];
    const row = {
      workspaceId: workspace.id,
      agentId: agent.id,
      agentVersionId: agent.version.id,
      authorizationMethod: 'public',
      language: 'en',
      endedAt: new Date(),
      status: 'done',
    };
    await scope.db.conversation.create({ data: { id: conversationId, ...row, transcript } });
    const id = await createTestFromConversation(scope, { conversationId, itemIndex: 2 });
    expect(await getTest(scope, id)).toMatchObject({
      name: 'Answers “When are you open?”',
      document: { chat_history: [{ message: 'Hello.' }, { message: 'When are you open?' }], success_examples: [{ response: 'From nine to six.' }] },
    });
    expect((await run(agent.id, [id])).testRuns[0]?.status).toBe('passed');
  });

  it('that could not be run are refused', async () => {
    await expect(createTest(workspace.scope, { type: 'simulation', name: 'x', document: { simulation_max_turns: 500 } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(createTest(workspace.scope, { type: 'llm', name: ' ', document: {} })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
