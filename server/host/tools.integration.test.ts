import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TranscriptItem } from '../contracts/conversation';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createAgent } from '../domain/agents/create-agent';
import { updateAgent } from '../domain/agents/update-agent';
import { AuthTokens } from '../domain/auth-connections/auth-tokens';
import { createMcpServer } from '../domain/mcp-servers/create-mcp-server';
import { approveTool } from '../domain/mcp-servers/update-mcp-server';
import { createSecret } from '../domain/secrets/create-secret';
import { createTool } from '../domain/tools/create-tool';
import { deleteTool } from '../domain/tools/delete-tool';
import { listExecutions } from '../domain/tools/list-executions';
import { createHttpServer } from '../http';
import { Outgoing } from '../integrations/safe-fetch/outgoing';
import { systemClock } from '../lib/clock';
import { silentLogger } from '../lib/logger';
import type { Stub } from '../providers/contract-suite/stubs/stub-server';
import { type ModelAnswer, type ModelTurn, startCallingModel } from '../testing/calling-model';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { type McpEverything, startMcpEverything } from '../testing/mcp-everything';
import { makeServices, testSecret } from '../testing/services';
import { answerJson, startWebServer, type WebServer } from '../testing/web-server';
import { createConvaiSocket } from '../transports/convai-websocket/upgrade';
import { loudnessDetector } from '../voice/testing/scripted-providers';
import { LiveConversations } from './live-conversations';
import { StartLimit } from './start-limit';
import { Host } from './start-conversation';

type Frame = Record<string, unknown> & { readonly type: string };

let databaseFile: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let web: WebServer;
let model: Stub;
let plan: (turn: ModelTurn) => ModelAnswer;
let outgoing: Outgoing;
let address: string;
const made = makeServices();
const recordingsDir = mkdtempSync(path.join(tmpdir(), 'parley-tools-'));
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  databaseFile = await createTestDatabase();
  db = openDatabase(databaseFile.url);
  workspace = await makeWorkspace(db);
  web = await startWebServer();
  model = await startCallingModel((turn) => plan(turn));
  outgoing = new Outgoing({ allowPrivateHosts: ['127.0.0.1'] });
  const host = new Host({
    db,
    clock: systemClock,
    log: silentLogger,
    hostId: 'host_test',
    secret: testSecret,
    previousSecrets: [],
    providers: {
      defaultChains: { stt: ['embedded'], llm: ['openai:stub'], tts: ['embedded'] },
      environment: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${model.url}/v1` },
    },
    voiceActivity: () => loudnessDetector,
    endOfTurn: () => null,
    knowledge: made.services.knowledge,
    outgoing,
    authTokens: new AuthTokens(outgoing),
    localSpeech: async () => ({ stt: [], tts: [] }),
    live: new LiveConversations(50),
    startLimit: new StartLimit({ perMinute: 600 }),
    recordingsDir,
    storeRecording: async () => undefined,
    memberOf: async () => null,
    onChange: () => undefined,
  });
  const convai = createConvaiSocket({ host, clock: systemClock, log: silentLogger });
  const server = createHttpServer({ rest: (_, response) => response.writeHead(404).end(), convai, isReady: () => true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/convai/conversation`;
  closers.push(
    () => convai.close(),
    () => server.closeAllConnections(),
  );
});

afterAll(async () => {
  for (const close of closers) close();
  await outgoing.close();
  await model.close();
  await web.close();
  await closeDatabase(db);
  await databaseFile.drop();
  made.remove();
  rmSync(recordingsDir, { recursive: true, force: true });
});

beforeEach(() => {
  web.requests.length = 0;
  model.requests.length = 0;
});

const clientEvents = [
  'agent_response',
  'agent_tool_request',
  'agent_tool_response',
  'mcp_tool_call',
  'mcp_connection_status',
  'client_tool_call',
  'conversation_initiation_metadata',
];

async function agentWith(prompt: Record<string, unknown>, further: Record<string, unknown> = {}): Promise<string> {
  const config = {
    ...further,
    conversationConfig: {
      conversation: { textOnly: true, clientEvents },
      agent: {
        firstMessage: '',
        prompt: { prompt: 'The order is {{order_state}}.', ...prompt },
        dynamicVariables: { dynamicVariablePlaceholders: { order_state: 'unknown' } },
      },
    },
    parley: { llmChain: ['openai:stub'] },
  };
  return (await createAgent(workspace.scope, { name: 'Tools', config })).id;
}

/** A typed conversation over the public socket. */
class Talk {
  readonly frames: Frame[] = [];
  readonly #ws: WebSocket;
  readonly #queue: string[] = [];
  readonly #waiting: { readonly wanted: (frame: Frame) => boolean; readonly resolve: (frame: Frame) => void }[] = [];

  constructor(agentId: string, initiation: Record<string, unknown> = {}) {
    this.#ws = new WebSocket(`${address}?agent_id=${agentId}`);
    this.#queue.push(JSON.stringify({ type: 'conversation_initiation_client_data', ...initiation }));
    this.#ws.on('open', () => {
      for (const text of this.#queue.splice(0)) this.#ws.send(text);
    });
    this.#ws.on('message', (data) => this.#received(JSON.parse(String(data)) as Frame));
  }

  #received(frame: Frame): void {
    this.frames.push(frame);
    for (const each of this.#waiting.splice(0)) {
      if (each.wanted(frame)) each.resolve(frame);
      else this.#waiting.push(each);
    }
  }

  send(frame: Record<string, unknown>): void {
    const text = JSON.stringify(frame);
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(text);
    else this.#queue.push(text);
  }

  say(text: string): void {
    this.send({ type: 'user_message', text });
  }

  until(type: string, wanted: (frame: Frame) => boolean = () => true): Promise<Frame> {
    const matches = (frame: Frame) => frame.type === type && wanted(frame);
    const before = this.frames.find(matches);
    return before === undefined ? new Promise((resolve) => this.#waiting.push({ wanted: matches, resolve })) : Promise.resolve(before);
  }

  of(type: string): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame.type === type).map((frame) => frame[type] as Record<string, unknown>);
  }

  /** Ends it and reads what was stored of it. */
  async record(): Promise<{ readonly transcript: readonly TranscriptItem[]; readonly row: string }> {
    const { conversation_initiation_metadata_event: metadata } = (await this.until('conversation_initiation_metadata')) as never as {
      conversation_initiation_metadata_event: { conversation_id: string };
    };
    this.#ws.close(1000);
    for (;;) {
      const row = await db.conversation.findUniqueOrThrow({ where: { id: metadata.conversation_id }, include: { events: true } });
      if (row.status === 'done' || row.status === 'failed') return { transcript: row.transcript as never as TranscriptItem[], row: JSON.stringify(row) };
      await new Promise((resolve) => systemClock.after(20, () => resolve(undefined)));
    }
  }
}

const lastOf = ({ messages }: ModelTurn) => messages.at(-1);
const saying = (content: unknown) => (typeof content === 'string' ? content : JSON.stringify(content));

describe('a webhook', () => {
  test('is called during a conversation, with the model’s arguments and a secret nobody sees, and its result is said', async () => {
    const secret = await createSecret(workspace.scope, { name: 'shop key', value: 'very-secret-key-123', sealKeys: made.services.sealKeys });
    const tool = await createTool(workspace.scope, {
      config: {
        type: 'webhook',
        name: 'get_order',
        description: 'Looks an order up.',
        assignments: [{ dynamicVariable: 'order_state', valuePath: 'state' }],
        apiSchema: {
          url: `${web.url}/orders/{order_id}`,
          pathParamsSchema: { order_id: { type: 'string', description: 'Number of the order.' } },
          queryParamsSchema: { properties: { conversation_id: { type: 'string', is_system_provided: true } } },
          requestHeaders: { 'X-Key': { secretId: secret.id }, 'X-Caller': '{{secret__caller}}' },
        },
      },
    });
    web.answer = (request, response) => answerJson(response, { state: 'shipped', echo: request.headers['x-key'] });
    plan = (turn) => {
      const last = lastOf(turn);
      if (last?.role === 'user') return { calls: [{ name: 'get_order', parameters: { order_id: 'A7' } }] };
      return { text: `Your order is ${(JSON.parse(saying(last?.content)) as { state: string }).state}.` };
    };
    const talk = new Talk(await agentWith({ toolIds: [tool.id] }), { dynamic_variables: { secret__caller: 'caller-secret-9' } });
    talk.say('Where is my order A7?');
    const { agent_response_event: said } = (await talk.until('agent_response')) as never as { agent_response_event: { agent_response: string } };
    expect(said.agent_response).toBe('Your order is shipped.');

    expect(web.requests).toHaveLength(1);
    expect(web.requests[0]?.url).toMatch(/^\/orders\/A7\?conversation_id=conv_/);
    expect(web.requests[0]?.headers).toMatchObject({ 'x-key': 'very-secret-key-123', 'x-caller': 'caller-secret-9' });
    expect(talk.of('agent_tool_request')[0]).toMatchObject({ tool_name: 'get_order', tool_type: 'webhook' });
    expect(talk.of('agent_tool_response')[0]).toMatchObject({ tool_name: 'get_order', tool_type: 'webhook', is_error: false });
    const { tools } = JSON.parse(model.requests[0]?.body ?? '') as ModelTurn;
    expect(tools.find((each) => each.function.name === 'get_order')?.function.parameters).toMatchObject({
      properties: { order_id: { type: 'string', description: 'Number of the order.' } },
      required: ['order_id'],
    });

    talk.say('Thanks.');
    await talk.until('agent_response', (frame) => frame !== talk.frames.find((each) => each.type === 'agent_response'));
    expect(model.requests.at(-1)?.body).toContain('The order is shipped.');

    const { transcript, row } = await talk.record();
    const [call] = transcript.flatMap((item) => item.toolCalls ?? []);
    expect(call).toMatchObject({
      type: 'webhook',
      toolName: 'get_order',
      toolDetails: { type: 'webhook', method: 'GET', pathParams: { order_id: 'A7' }, headers: { 'x-key': expect.not.stringContaining('secret') } },
    });
    const [result] = transcript.flatMap((item) => item.toolResults ?? []);
    expect(result).toMatchObject({
      isError: false,
      dynamicVariableUpdates: [{ variableName: 'order_state', oldValue: 'unknown', newValue: 'shipped', toolName: 'get_order' }],
    });
    for (const value of ['very-secret-key-123', 'caller-secret-9']) {
      expect(row).not.toContain(value);
      for (const request of model.requests) expect(request.body).not.toContain(value);
      expect(JSON.stringify(talk.frames)).not.toContain(value);
    }
    const { items } = await listExecutions(workspace.scope, { toolId: tool.id });
    expect(items.at(-1)).toMatchObject({ isError: false, request: '{"order_id":"A7"}' });
    expect(JSON.stringify(items)).not.toContain('very-secret-key-123');
  });

  test('that fails is told to the model, which says so, and the record has the reason', async () => {
    web.answer = (_, response) => answerJson(response, { error: 'database is down' }, 503);
    plan = (turn) =>
      lastOf(turn)?.role === 'user' ? { calls: [{ name: 'inline_tool', parameters: {} }] } : { text: `Sorry: ${saying(lastOf(turn)?.content)}` };
    const inline = { type: 'webhook', name: 'inline_tool', description: 'x', apiSchema: { url: `${web.url}/x` } };
    const talk = new Talk(await agentWith({ tools: [inline] }));
    talk.say('Do it.');
    const response = await talk.until('agent_response');
    expect(JSON.stringify(response)).toContain('Sorry: Error: the tool failed');
    expect(JSON.stringify(response)).not.toContain('database');
    const { transcript } = await talk.record();
    expect(transcript.flatMap((item) => item.toolResults ?? [])[0]).toMatchObject({
      isError: true,
      errorType: 'http_error',
      rawErrorMessage: expect.stringContaining('database is down'),
    });
  });

  test('that an agent names but is not there any more does not keep the conversation from beginning', async () => {
    const tool = await createTool(workspace.scope, { config: { type: 'client', name: 'gone' } });
    const agentId = await agentWith({ toolIds: [tool.id], mcpServerIds: ['mcp_none'] });
    await expect(deleteTool(workspace.scope, { toolId: tool.id })).rejects.toMatchObject({ code: 'conflict' });
    await deleteTool(workspace.scope, { toolId: tool.id, force: true });
    plan = () => ({ text: 'Hello.' });
    const talk = new Talk(agentId);
    talk.say('Hi.');
    expect(JSON.stringify(await talk.until('agent_response'))).toContain('Hello.');
    await talk.record();
  });
});

describe('MCP servers', () => {
  let everything: McpEverything;

  beforeAll(async () => {
    everything = await startMcpEverything('streamableHttp');
  }, 30_000);

  afterAll(() => everything.close());

  async function server(config: Record<string, unknown> = {}): Promise<string> {
    const made = await createMcpServer(workspace.scope, { config: { name: 'Everything', url: everything.url, transport: 'STREAMABLE_HTTP', ...config } });
    return made.id;
  }

  const adding = (turn: ModelTurn): ModelAnswer =>
    lastOf(turn)?.role === 'user' ? { calls: [{ name: 'get-sum', parameters: { a: 2, b: 40 } }] } : { text: `It says: ${saying(lastOf(turn)?.content)}` };

  test('are connected, their tools offered, called, and shown to the client', async () => {
    plan = adding;
    const mcpServerId = await server({ approvalPolicy: 'auto_approve_all' });
    const talk = new Talk(await agentWith({ mcpServerIds: [mcpServerId] }));
    const { mcp_connection_status: status } = (await talk.until('mcp_connection_status')) as never as { mcp_connection_status: { integrations: unknown[] } };
    expect(status.integrations).toEqual([{ integration_id: mcpServerId, integration_type: 'mcp_server', is_connected: true, tool_count: expect.any(Number) }]);
    talk.say('Add.');
    expect(JSON.stringify(await talk.until('agent_response'))).toMatch(/It says: .*42/);
    expect(talk.of('mcp_tool_call').map(({ state }) => state)).toEqual(['loading', 'success']);
    expect(talk.of('mcp_tool_call')[1]).toMatchObject({
      service_id: mcpServerId,
      tool_name: 'get-sum',
      parameters: { a: 2, b: 40 },
      result: [{ type: 'text', text: expect.stringContaining('42') }],
    });
    const { transcript } = await talk.record();
    expect(transcript.flatMap((item) => item.toolCalls ?? [])[0]).toMatchObject({
      type: 'mcp',
      toolDetails: { type: 'mcp', mcpServerId, mcpServerName: 'Everything', approvalPolicy: 'auto_approve_all', parameters: { a: '2', b: '40' } },
    });
  });

  test('ask for consent, and run once the participant agrees', async () => {
    plan = adding;
    const talk = new Talk(await agentWith({ mcpServerIds: [await server()] }));
    talk.say('Add.');
    const asked = (await talk.until('mcp_tool_call')) as never as { mcp_tool_call: { state: string; tool_call_id: string; approval_timeout_secs: number } };
    expect(asked.mcp_tool_call).toMatchObject({ state: 'awaiting_approval', approval_timeout_secs: 60 });
    talk.send({ type: 'mcp_tool_approval_result', tool_call_id: asked.mcp_tool_call.tool_call_id, is_approved: true });
    expect(JSON.stringify(await talk.until('agent_response'))).toMatch(/42/);
    expect(talk.of('mcp_tool_call').map(({ state }) => state)).toEqual(['awaiting_approval', 'loading', 'success']);
    await talk.record();
  });

  test('do not run what the participant refuses', async () => {
    plan = adding;
    const talk = new Talk(await agentWith({ mcpServerIds: [await server()] }));
    talk.say('Add.');
    const asked = (await talk.until('mcp_tool_call')) as never as { mcp_tool_call: { tool_call_id: string } };
    talk.send({ type: 'mcp_tool_approval_result', tool_call_id: asked.mcp_tool_call.tool_call_id, is_approved: false });
    expect(JSON.stringify(await talk.until('agent_response'))).toContain('did not agree');
    expect(talk.of('mcp_tool_call').map(({ state }) => state)).toEqual(['awaiting_approval', 'failure']);
    await talk.record();
  });

  test('offer, tool by tool, only what was approved as it is now', async () => {
    let offered: string[] = [];
    plan = (turn) => {
      offered = turn.tools.map((tool) => tool.function.name);
      return { text: 'Fine.' };
    };
    const serverId = await server({ approvalPolicy: 'require_approval_per_tool' });
    await approveTool(workspace.scope, { serverId, toolName: 'echo', description: 'not what it says', inputSchema: {}, approvalPolicy: 'auto_approved' });
    const agentId = await agentWith({ mcpServerIds: [serverId] });
    const talk = new Talk(agentId);
    talk.say('Hi.');
    await talk.until('agent_response');
    expect(offered.filter((name) => !['end_call', 'skip_turn'].includes(name))).toEqual(['echo']);
    await talk.record();
    // The definition that was approved is another: it is asked about.
    plan = (turn) => (lastOf(turn)?.role === 'user' ? { calls: [{ name: 'echo', parameters: { message: 'x' } }] } : { text: 'Done.' });
    const second = new Talk(agentId);
    second.say('Hi.');
    expect((await second.until('mcp_tool_call'))['mcp_tool_call']).toMatchObject({ state: 'awaiting_approval' });
    await second.record();
  });

  test('with what an override fixes, the model neither sees nor gives it, and results set variables', async () => {
    let shown: unknown;
    plan = (turn) => {
      shown = turn.tools.find((tool) => tool.function.name === 'get-structured-content')?.function.parameters;
      return lastOf(turn)?.role === 'user' ? { calls: [{ name: 'get-structured-content', parameters: {} }] } : { text: 'Done.' };
    };
    const serverId = await server({
      approvalPolicy: 'auto_approve_all',
      toolConfigOverrides: [
        {
          toolName: 'get-structured-content',
          inputOverrides: { location: { source: 'constant', constantValue: 'New York' } },
          assignments: [{ dynamicVariable: 'order_state', valuePath: 'conditions' }],
        },
      ],
    });
    const talk = new Talk(await agentWith({ mcpServerIds: [serverId] }));
    talk.say('Weather?');
    await talk.until('agent_response');
    expect(shown).toMatchObject({ properties: {}, required: [] });
    const { transcript } = await talk.record();
    expect(transcript.flatMap((item) => item.toolResults ?? [])[0]?.dynamicVariableUpdates).toMatchObject([
      { variableName: 'order_state', oldValue: 'unknown' },
    ]);
  });

  test('speak SSE as well', async () => {
    const sse = await startMcpEverything('sse');
    try {
      plan = adding;
      const talk = new Talk(await agentWith({ mcpServerIds: [await server({ url: sse.url, transport: 'SSE', approvalPolicy: 'auto_approve_all' })] }));
      talk.say('Add.');
      expect(JSON.stringify(await talk.until('agent_response'))).toMatch(/42/);
      await talk.record();
    } finally {
      await sse.close();
    }
  }, 30_000);

  test('that are not there are told, and the conversation goes on without them', async () => {
    plan = () => ({ text: 'Without.' });
    const serverId = await server({ url: 'http://127.0.0.1:1/mcp' });
    const talk = new Talk(await agentWith({ mcpServerIds: [serverId] }));
    const { mcp_connection_status: status } = (await talk.until('mcp_connection_status')) as never as { mcp_connection_status: { integrations: unknown[] } };
    expect(status.integrations).toMatchObject([{ integration_id: serverId, is_connected: false, tool_count: 0 }]);
    talk.say('Hi.');
    await talk.until('agent_response');
    await talk.record();
  });
});

test('a stored client tool runs in the client, and an agent’s newer version uses what it names', async () => {
  const tool = await createTool(workspace.scope, {
    config: {
      type: 'client',
      name: 'show_page',
      description: 'Shows a page.',
      expectsResponse: true,
      parameters: { properties: { page: { type: 'string', description: 'Which.' } } },
    },
  });
  const agentId = await agentWith({});
  await updateAgent(workspace.scope, { agentId, changes: { conversationConfig: { agent: { prompt: { toolIds: [tool.id] } } } } });
  plan = (turn) =>
    lastOf(turn)?.role === 'user' ? { calls: [{ name: 'show_page', parameters: { page: 'home' } }] } : { text: `Shown: ${saying(lastOf(turn)?.content)}` };
  const talk = new Talk(agentId);
  talk.say('Show me.');
  const { client_tool_call: call } = (await talk.until('client_tool_call')) as never as { client_tool_call: { tool_call_id: string; parameters: unknown } };
  expect(call.parameters).toEqual({ page: 'home' });
  talk.send({ type: 'client_tool_result', tool_call_id: call.tool_call_id, result: 'the home page', is_error: false });
  expect(JSON.stringify(await talk.until('agent_response'))).toContain('Shown: the home page');
  await talk.record();
});

describe('a handover', () => {
  test('to another agent: the client stays, the other answers with its own prompt and tools, and the first one’s are gone', async () => {
    const own = (name: string) => ({ type: 'webhook', name, description: 'Looks something up.', apiSchema: { url: `${web.url}/${name}` } });
    const repairs = await agentWith({ prompt: 'You are the repairs desk.', tools: [own('find_part')] });
    const reception = await agentWith({
      tools: [own('find_desk')],
      builtInTools: {
        transferToAgent: {
          name: 'transfer_to_agent',
          params: { systemToolType: 'transfer_to_agent', transfers: [{ agentId: repairs, condition: 'Something is broken.', transferMessage: 'One moment.' }] },
        },
      },
    });
    web.answer = (_, response) => answerJson(response, { part: 'belt 7' });
    plan = (turn) => {
      const isRepairs = saying(turn.messages[0]?.content).includes('repairs desk');
      const last = lastOf(turn);
      if (!isRepairs) return { calls: [{ name: 'transfer_to_agent', parameters: { agent_number: 0, reason: 'broken' } }] };
      if (last?.role === 'tool' && saying(last.content).includes('belt 7')) return { text: 'You need belt 7.' };
      return { calls: [{ name: 'find_part', parameters: {} }] };
    };
    const talk = new Talk(reception);
    talk.say('My machine is broken.');
    await talk.until('agent_response', (frame) => JSON.stringify(frame).includes('You need belt 7.'));
    const offered = model.requests.map(({ body }) => (JSON.parse(body) as ModelTurn).tools.map((tool) => tool.function.name));
    expect(offered[0]).toEqual(expect.arrayContaining(['find_desk', 'transfer_to_agent']));
    expect(offered.at(-1)).toContain('find_part');
    expect(offered.at(-1)).not.toContain('find_desk');
    expect(web.requests.map(({ url }) => url)).toEqual(['/find_part']);
    const { transcript } = await talk.record();
    expect(transcript.flatMap((item) => item.toolCalls ?? []).map(({ toolName }) => toolName)).toEqual(['transfer_to_agent', 'find_part']);
    expect(transcript.flatMap((item) => item.toolResults ?? []).every(({ isError }) => !isError)).toBe(true);
  });

  test('within a workflow: a tool node calls a stored tool, and its result chooses the way', async () => {
    const tool = await createTool(workspace.scope, {
      config: { type: 'webhook', name: 'check_stock', description: 'Checks the stock.', apiSchema: { url: `${web.url}/stock` } },
    });
    const node = (label: string) => ({ type: 'override_agent', label, additionalPrompt: `You stand at ${label}.` });
    const agentId = await agentWith(
      { toolIds: [tool.id] },
      {
        workflow: {
          nodes: {
            start_node: { type: 'start' },
            stock: { type: 'tool', tools: [{ toolId: tool.id }] },
            yes: node('the counter'),
            no: node('the exit'),
          },
          edges: {
            a: { source: 'start_node', target: 'stock', forwardCondition: { type: 'unconditional' } },
            b: { source: 'stock', target: 'yes', forwardCondition: { type: 'result', successful: true } },
            c: { source: 'stock', target: 'no', forwardCondition: { type: 'result', successful: false } },
          },
        },
      },
    );
    web.answer = (_, response) => answerJson(response, { error: 'closed' }, 500);
    plan = (turn) => ({ text: JSON.stringify(turn.messages).includes('the exit') ? 'We have none.' : 'We have it.' });
    const talk = new Talk(agentId);
    await talk.until('agent_tool_response');
    talk.say('Is it there?');
    await talk.until('agent_response', (frame) => JSON.stringify(frame).includes('We have none.'));
    expect(web.requests.map(({ url }) => url)).toEqual(['/stock']);
    await talk.record();
  });
});
