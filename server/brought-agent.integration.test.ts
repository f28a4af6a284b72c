import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Conversation } from '@elevenlabs/client';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import { type Database, openDatabase } from './db/client';
import { createApiKey } from './domain/api-keys/create-api-key';
import { listAgents } from './domain/agents/list-agents';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makeWorkspace, type TestWorkspace } from './testing/factories';
import { testSecret } from './testing/services';

const hmacSecret = 'a-secret-of-some-length';
const orchestratorPath = '/sagemaker/convai/conversation';

let database: TestDatabase;
let db: Database;
let server: VoiceServer;
let own: TestWorkspace;
let key: string;
let port: number;
let gateway: WebSocketServer;
let receiver: Server;
const received: { readonly body: string; readonly signature: string }[] = [];
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-brought-agent-'));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  own = await makeWorkspace(db);
  key = (await createApiKey(own.scope, { name: 'own' })).key;
  const env = loadEnv({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PARLEY_SECRET: testSecret,
    PARLEY_MODELS: 'off',
    PARLEY_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    PARLEY_ORCHESTRATOR: '1',
  });
  server = buildServer(env, silentLogger);
  port = await server.listen(0, '127.0.0.1');
  gateway = gatewayWithKey();
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['elevenlabs-signature']) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, 60_000);

afterAll(async () => {
  gateway.close();
  receiver.close();
  await server.stop(0);
  await db.$disconnect();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What stands before an orchestrator: pages cannot send a key, so it adds one. */
function gatewayWithKey(): WebSocketServer {
  const front = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  front.on('connection', (page) => {
    const behind = new WebSocket(`ws://127.0.0.1:${port}${orchestratorPath}`, { headers: { 'xi-api-key': key } });
    const early: string[] = [];
    page.on('message', (data) => (behind.readyState === WebSocket.OPEN ? behind.send(String(data)) : void early.push(String(data))));
    behind.on('open', () => early.forEach((frame) => behind.send(frame)));
    behind.on('message', (data) => page.send(String(data)));
    behind.on('close', (code, reason) => page.close(code === 1005 || code === 1006 ? 1011 : code, reason));
    page.on('close', () => behind.close(1000));
    for (const socket of [page, behind]) socket.on('error', () => undefined);
  });
  return front;
}

async function refusal(frames: readonly unknown[], headers: Record<string, string> = { 'xi-api-key': key }): Promise<string> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${orchestratorPath}`, { headers });
  await once(ws, 'open');
  for (const frame of frames) ws.send(JSON.stringify(frame));
  const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
  return `${code} ${String(reason)}`;
}

const setup = { type: 'enclave_setup_config', agent_config_dict: { name: 'Brought', conversation_config: {} } };
const begin = { type: 'conversation_initiation_client_data' };

it('holds a conversation with an agent that the official web client brings, and sends its transcript where the client says', { timeout: 60_000 }, async () => {
  const said: string[] = [];
  const inBerlin: unknown[] = [];
  const talk = async () =>
    Conversation.startSession({
      textOnly: true,
      orchestrator: {
        url: `ws://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
        agentConfig: { name: 'Brought', conversation_config: { agent: { first_message: 'Hello.', prompt: { prompt: 'Answer shortly.' } } } },
        agentConfigOverrides: [{ conversation_config: { agent: { first_message: 'Hello from the page.' } } }],
        tools: [{ id: 'tool_x', tool_config: { type: 'client', name: 'note', description: 'Takes a note', expects_response: false } }],
        promptKnowledgeBase: ['# Password\nThe password of the day is tangerine.'],
        postCallTranscriptionWebhook: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/after`, hmacSecret },
      },
      clientTools: { note: (parameters: unknown) => void inBerlin.push(parameters) },
      onMessage: ({ source, message }: { source: string; message: string }) => void said.push(`${source}: ${message}`),
    });
  const conversation = await talk();
  await vi.waitFor(() => expect(said).toContain('ai: Hello from the page.'), { timeout: 8_000 });
  conversation.sendUserMessage('What is the password of the day?');
  await vi.waitFor(() => expect(said.join('\n')).toMatch(/ai: .*tangerine/iu), { timeout: 10_000 });
  const id = conversation.getId();
  await conversation.endSession();

  const client = new ElevenLabsClient({ apiKey: key, baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 30_000, interval: 100 });
  const event = await client.webhooks.constructEvent(received[0]?.body ?? '', received[0]?.signature ?? '', hmacSecret);
  expect(event).toMatchObject({ type: 'post_call_transcription', data: { conversation_id: id } });
  const record = await client.conversationalAi.conversations.get(id);
  expect(record.transcript.map(({ message }) => message).join()).toMatch(/tangerine/iu);

  // The same agent again is the same version; in the list of agents there is none.
  await (await talk()).endSession();
  const versions = await db.agentVersion.findMany({ where: { workspaceId: own.id, NOT: { description: '' } } });
  expect(versions).toHaveLength(1);
  expect((await listAgents(own.scope)).items).toEqual([]);
});

it('says what is wrong with what is brought, and lets nobody in without a key that may change agents', { timeout: 40_000 }, async () => {
  expect(await refusal([setup, begin], {})).toMatch(/^1008 .*API key/u);
  const reader = await createApiKey(own.scope, { name: 'reader', permissions: ['convai_read'] });
  expect(await refusal([setup, begin], { 'xi-api-key': reader.key })).toMatch(/^1008 .*agents:write/u);
  expect(await refusal([begin])).toMatch(/^1008 enclave_setup_config/u);
  expect(await refusal([{ ...setup, agent_config_dict: null }, begin])).toMatch(/agent_config_dict is missing/u);
  expect(await refusal([{ ...setup, post_call_audio_webhook: { url: 'https://example.com', hmac_secret: 'short' } }, begin])).toMatch(/hmac_secret/u);
  expect(await refusal([{ ...setup, tools_config_list: [{ type: 'webhook', name: 'bad' }] }, begin])).toMatch(/^1008 tools_config_list\.0/u);
  expect(await refusal([{ ...setup, agent_config_dict: { conversation_config: { tts: { speed: 'fast' } } } }, begin])).toMatch(/speed/u);
});

it('is off unless the installation says otherwise', { timeout: 40_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-no-orchestrator-'));
  const closedServer = buildServer(loadEnv({ DATABASE_URL: database.url, DATA_DIR: folder, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off' }), silentLogger);
  const closedPort = await closedServer.listen(0, '127.0.0.1');
  const ws = new WebSocket(`ws://127.0.0.1:${closedPort}${orchestratorPath}`, { headers: { 'xi-api-key': key } });
  const [, reason] = (await once(ws, 'close')) as [number, Buffer];
  expect(String(reason)).toMatch(/PARLEY_ORCHESTRATOR/u);
  await closedServer.stop(0);
  rmSync(folder, { recursive: true, force: true });
});
