import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import type { AgentConfigInput } from './contracts/agent-config';
import { type Database, openDatabase } from './db/client';
import { createAgent } from './domain/agents/create-agent';
import { createApiKey } from './domain/api-keys/create-api-key';
import { getConversation } from './domain/conversations/get-conversation';
import { prepareConversation } from './domain/conversations/prepare-conversation';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makeWorkspace, type TestWorkspace } from './testing/factories';
import { testSecret } from './testing/services';

type Frame = Record<string, unknown> & { readonly type: string };

let database: TestDatabase;
let db: Database;
let server: VoiceServer;
let url: string;
let own: TestWorkspace;
let key: string;
let strangersKey: string;
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-conversation-socket-'));
const open: Peer[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  own = await makeWorkspace(db);
  key = (await createApiKey(own.scope, { name: 'own' })).key;
  strangersKey = (await createApiKey((await makeWorkspace(db)).scope, { name: 'stranger' })).key;
  const env = loadEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off' });
  server = buildServer(env, silentLogger);
  url = `ws://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}, 60_000);

afterEach(() => {
  for (const peer of open.splice(0)) peer.ws.terminate();
});

afterAll(async () => {
  await server.stop(0);
  await db.$disconnect();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Someone at the other end of a socket, who keeps what comes. */
class Peer {
  readonly ws: WebSocket;
  readonly frames: Frame[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  constructor(address: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(url + address, { headers });
    this.ws.on('message', (data) => this.frames.push(JSON.parse(String(data)) as Frame));
    this.ws.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.ws.on('error', () => undefined);
    open.push(this);
  }

  send(frame: unknown): void {
    this.ws.send(JSON.stringify(frame));
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  async until(type: string, count = 1): Promise<Frame> {
    await vi.waitFor(
      () => {
        if (this.of(type).length < count)
          throw new Error(`no ${type} yet; received ${this.frames.map((frame) => frame.type).join(', ')}; closed ${JSON.stringify(this.closed)}`);
      },
      { timeout: 15_000, interval: 20 },
    );
    return this.of(type)[count - 1] as Frame;
  }

  async untilClosed(): Promise<{ readonly code: number; readonly reason: string }> {
    await vi.waitFor(() => expect(this.closed).not.toBeNull(), { timeout: 15_000, interval: 20 });
    return this.closed ?? { code: 0, reason: '' };
  }
}

const newAgent = async (config: AgentConfigInput): Promise<string> => (await createAgent(own.scope, { name: 'Agent', config })).id;

async function converse(agentId: string, initiation: Record<string, unknown> = {}, query = ''): Promise<{ readonly peer: Peer; readonly id: string }> {
  const peer = new Peer(`/v1/convai/conversation?agent_id=${agentId}${query}`);
  await once(peer.ws, 'open');
  peer.send({ type: 'conversation_initiation_client_data', ...initiation });
  const metadata = await peer.until('conversation_initiation_metadata');
  return { peer, id: (metadata['conversation_initiation_metadata_event'] as { conversation_id: string }).conversation_id };
}

const textAgent = (more: AgentConfigInput = {}): AgentConfigInput => ({
  ...more,
  conversationConfig: {
    ...more.conversationConfig,
    agent: { firstMessage: 'Welcome.', prompt: { prompt: 'We open at eight.' } },
    conversation: { textOnly: true, ...more.conversationConfig?.conversation },
  },
});

const monitoring = textAgent({ conversationConfig: { conversation: { textOnly: true, monitoringEnabled: true } } });
const joined = (id: string, withKey: string) => new Peer(`/v1/convai/conversations/${id}/monitor`, { 'xi-api-key': withKey });

describe('the monitor socket', () => {
  it('shows what was said before it came and what is said after, and lets a person answer in the agent’s place', async () => {
    const { peer, id } = await converse(await newAgent(monitoring));
    await peer.until('agent_response');
    const monitor = joined(id, key);
    expect((await monitor.until('agent_response'))['agent_response_event']).toMatchObject({ agent_response: 'Welcome.' });
    monitor.send({ command_type: 'enable_human_takeover' });
    await peer.until('external_agent_connected');
    peer.send({ type: 'user_message', text: 'Are you a robot?' });
    expect((await monitor.until('user_transcript'))['user_transcription_event']).toMatchObject({ user_transcript: 'Are you a robot?' });
    monitor.send({ command_type: 'send_human_message', parameters: { text: 'No, I am Maria.' } });
    expect((await peer.until('agent_response', 2))['agent_response_event']).toMatchObject({ agent_response: 'No, I am Maria.' });
    monitor.send({ command_type: 'disable_human_takeover' });
    await peer.until('external_agent_disconnected');
    monitor.send({ command_type: 'end_call' });
    expect(await peer.untilClosed()).toMatchObject({ code: 1000 });
    expect(await monitor.untilClosed()).toMatchObject({ code: 1000 });
    await vi.waitFor(async () => expect((await getConversation(own.scope, id)).endReason).toBe('ended-by-member'), { timeout: 8_000 });
    const noted = await own.scope.db.auditEntry.findMany({ where: { targetId: id }, select: { action: true } });
    expect(noted.map(({ action }) => action)).toEqual(expect.arrayContaining(['conversation.monitored', 'conversation.intervened']));
  });

  it('may be opened as soon as the id of a conversation is known', async () => {
    const { id } = await converse(await newAgent(monitoring));
    const monitor = joined(id, key);
    expect((await monitor.until('agent_response'))['agent_response_event']).toMatchObject({ agent_response: 'Welcome.' });
  });

  it('of another workspace’s conversation not even tells that it runs', async () => {
    const { peer, id } = await converse(await newAgent(monitoring));
    await peer.until('agent_response');
    expect(await joined(id, strangersKey).untilClosed()).toEqual({ code: 1008, reason: `Conversation ${id} is not running here.` });
    expect((await new Peer(`/v1/convai/conversations/${id}/monitor`).untilClosed()).code).toBe(1008);
    expect(peer.closed).toBeNull();
  });

  it('is refused by an agent that does not allow it', async () => {
    const { peer, id } = await converse(await newAgent(textAgent()));
    await peer.until('agent_response');
    expect((await joined(id, key).untilClosed()).reason).toMatch(/monitoring_enabled/);
  });

  it('answers commands that are wrong or impossible, and goes on', async () => {
    const { peer, id } = await converse(await newAgent(monitoring));
    await peer.until('agent_response');
    const monitor = joined(id, key);
    await monitor.until('agent_response');
    monitor.send({ command_type: 'transfer_to_number', parameters: { phone_number: '+15551234' } });
    expect((await monitor.until('error'))['error_event']).toMatchObject({ error_type: 'not_supported' });
    monitor.ws.send('nonsense');
    monitor.send({ command_type: 'self_destruct' });
    await monitor.until('error', 3);
    expect(monitor.closed).toBeNull();
    expect(peer.closed).toBeNull();
  });
});

describe('more callers than an agent may have at once', () => {
  const queueing = (waitTimeoutSeconds: number) =>
    textAgent({ platformSettings: { callLimits: { agentConcurrencyLimit: 1 }, queueingConfig: { enabled: true, waitTimeoutSeconds } } });

  it('wait, are told so, and begin in the order they came; the record tells how long', async () => {
    const agentId = await newAgent(queueing(60));
    const first = await converse(agentId);
    await first.peer.until('agent_response');
    const second = await converse(agentId);
    expect((await second.peer.until('queue_status'))['queue_status_event']).toEqual({ status: 'waiting' });
    const third = await converse(agentId);
    await third.peer.until('queue_status');
    first.peer.ws.close(1000);
    expect((await second.peer.until('queue_status', 2))['queue_status_event']).toEqual({ status: 'admitted' });
    await second.peer.until('agent_response');
    expect(third.peer.of('queue_status')).toHaveLength(1);
    second.peer.ws.close(1000);
    await third.peer.until('agent_response');
    expect((await getConversation(own.scope, second.id)).queueWaitMs).toBeGreaterThan(0);
  }, 40_000);

  it('who waits too long is told, and the socket closes', async () => {
    const agentId = await newAgent(queueing(1));
    await converse(agentId);
    const { peer } = await converse(agentId);
    expect((await peer.until('queue_status', 2))['queue_status_event']).toEqual({ status: 'timed_out' });
    expect((await peer.untilClosed()).code).toBe(3008);
  });

  it('without a queue they are refused with a reason', async () => {
    const agentId = await newAgent(textAgent({ platformSettings: { callLimits: { agentConcurrencyLimit: 1 } } }));
    await converse(agentId);
    const peer = new Peer(`/v1/convai/conversation?agent_id=${agentId}`);
    expect(await peer.untilClosed()).toMatchObject({ code: 1008, reason: expect.stringMatching(/as many conversations/) as unknown });
  });
});

describe('an agent that may have one conversation a day', () => {
  it('refuses the second with a reason, also when the first is over', async () => {
    const agentId = await newAgent(textAgent({ platformSettings: { callLimits: { dailyLimit: 1 } } }));
    const { peer } = await converse(agentId);
    await peer.until('agent_response');
    peer.ws.close(1000);
    const second = new Peer(`/v1/convai/conversation?agent_id=${agentId}`);
    expect(await second.untilClosed()).toMatchObject({ code: 1008, reason: expect.stringMatching(/within a day/u) as unknown });
  });
});

describe('what a conversation may be begun with', () => {
  it('a signature bound to a conversation works once', async () => {
    const agentId = await newAgent(textAgent({ platformSettings: { auth: { enableAuth: true } } }));
    const { signature, conversationId } = await prepareConversation(own.scope, { agentId, bindConversation: true, secret: testSecret });
    const query = `&conversation_signature=${encodeURIComponent(signature)}`;
    expect((await converse(agentId, {}, query)).id).toBe(conversationId);
    const again = new Peer(`/v1/convai/conversation?agent_id=${agentId}${query}`);
    expect(await again.untilClosed()).toMatchObject({ code: 1008, reason: 'This signed URL was used already.' });
  });

  it('another start of the workflow only where the agent allows it', async () => {
    const refused = new Peer(`/v1/convai/conversation?agent_id=${await newAgent(textAgent())}`);
    await once(refused.ws, 'open');
    refused.send({ type: 'conversation_initiation_client_data', starting_workflow_node_id: 'n2' });
    expect(await refused.untilClosed()).toMatchObject({ code: 1008, reason: expect.stringContaining('starting_workflow_node_id') as unknown });

    const greeting = (text: string) => ({ type: 'say', message: { type: 'literal', text }, waitForUserResponse: true });
    const { peer } = await converse(
      await newAgent(
        textAgent({
          workflow: {
            nodes: { start_node: { type: 'start', edgeOrder: ['e1'] }, n1: greeting('At the usual place.'), n2: greeting('At the other place.') },
            edges: { e1: { source: 'start_node', target: 'n1', forwardCondition: { type: 'unconditional' } } },
          },
          platformSettings: { overrides: { enableStartingWorkflowNodeIdFromClient: true } },
        }),
      ),
      { starting_workflow_node_id: 'n2' },
    );
    await vi.waitFor(() => expect(JSON.stringify(peer.of('agent_response'))).toContain('At the other place.'), { timeout: 8_000 });
    expect(JSON.stringify(peer.of('agent_response'))).not.toContain('At the usual place.');
  });

  it('a verdict on an answer stands in the record, and can be taken back', async () => {
    const { peer, id } = await converse(await newAgent(textAgent()));
    const { event_id } = (await peer.until('agent_response'))['agent_response_event'] as { event_id: number };
    const scoreOf = async () => (await getConversation(own.scope, id)).transcript.find((item) => item.message === 'Welcome.')?.feedback;
    peer.send({ type: 'feedback', event_id, score: 'like' });
    await vi.waitFor(async () => expect(await scoreOf()).toMatchObject({ score: 'like' }), { timeout: 8_000, interval: 100 });
    peer.send({ type: 'feedback', event_id, score: null });
    await vi.waitFor(async () => expect(await scoreOf()).toBeNull(), { timeout: 8_000, interval: 100 });
  });
});

describe('files given to a conversation', () => {
  const upload = async (id: string, name: string, content: string) => {
    const form = new FormData();
    form.set('file', new Blob([content], { type: 'text/plain' }), name);
    return fetch(`${url.replace('ws', 'http')}/v1/convai/conversations/${id}/files`, { method: 'POST', body: form });
  };

  it('are read, and what they say is there for the answer; a file that was sent cannot be taken back', async () => {
    const { peer, id } = await converse(await newAgent(textAgent()));
    const { file_id } = (await (await upload(id, 'order.txt', 'The parcel waits at the station kiosk.')).json()) as { file_id: string };
    peer.send({ type: 'multimodal_message', text: { type: 'user_message', text: 'Here it is.' }, file: { type: 'file_input', file_id } });
    await peer.until('agent_response', 2);
    const told = () => own.scope.db.conversationEvent.findMany({ where: { conversationId: id, kind: 'context-updated' } });
    await vi.waitFor(async () => expect(JSON.stringify(await told())).toContain('station kiosk'), { timeout: 8_000, interval: 100 });
    const late = await fetch(`${url.replace('ws', 'http')}/v1/convai/conversations/${id}/files/${file_id}`, { method: 'DELETE' });
    expect(late.status).toBe(409);
    const { file_id: unsent } = (await (await upload(id, 'other.txt', 'Never mind this one.')).json()) as { file_id: string };
    expect((await fetch(`${url.replace('ws', 'http')}/v1/convai/conversations/${id}/files/${unsent}`, { method: 'DELETE' })).status).toBe(200);
  });

  it('of another conversation say nothing here, and one that is over takes none', async () => {
    const first = await converse(await newAgent(textAgent()));
    const second = await converse(await newAgent(textAgent()));
    const { file_id } = (await (await upload(first.id, 'secret.txt', 'The code is 4711.')).json()) as { file_id: string };
    second.peer.send({ type: 'multimodal_message', text: { type: 'user_message', text: 'What is the code?' }, files: [{ type: 'file_input', file_id }] });
    await second.peer.until('agent_response', 2);
    expect(JSON.stringify(second.peer.frames)).not.toContain('4711');
    first.peer.ws.close(1000);
    await vi.waitFor(async () => expect((await upload(first.id, 'late.txt', 'Too late.')).status).toBe(409), { timeout: 8_000, interval: 200 });
  });
});
