import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import { type Database, openDatabase } from './db/client';
import { createApiKey } from './domain/api-keys/create-api-key';
import { listAgents } from './domain/agents/list-agents';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makeWorkspace, type TestWorkspace } from './testing/factories';
import { testSecret } from './testing/services';

type Frame = Record<string, unknown> & { readonly type: string };

let database: TestDatabase;
let db: Database;
let server: VoiceServer;
let own: TestWorkspace;
let key: string;
let client: ElevenLabsClient;
/** The customer's: the official library answers there. */
let website: Server;
let address: string;
let port: number;
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-speech-engine-'));

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
  });
  server = buildServer(env, silentLogger);
  port = await server.listen(0, '127.0.0.1');
  client = new ElevenLabsClient({ apiKey: key, baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
  website = createServer();
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
  address = `ws://127.0.0.1:${(website.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  website.closeAllConnections();
  website.close();
  await server.stop(0);
  await db.$disconnect();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function talkTo(agentId: string, headers: Record<string, string> = { 'xi-api-key': key }) {
  const frames: Frame[] = [];
  const ws = new WebSocket(`ws://127.0.0.1:${port}/v1/convai/conversation?agent_id=${agentId}`, { headers });
  const closed = once(ws, 'close') as Promise<[number, Buffer]>;
  ws.on('message', (data) => frames.push(JSON.parse(String(data)) as Frame));
  await once(ws, 'open');
  const send = (frame: unknown) => ws.send(JSON.stringify(frame));
  send({ type: 'conversation_initiation_client_data' });
  const said = () => frames.filter(({ type }) => type === 'agent_response').map((frame) => JSON.stringify(frame['agent_response_event']));
  return { ws, frames, closed, send, said };
}

it('answers with the server of its customer, which the official library runs', { timeout: 40_000 }, async () => {
  const heard: { role: string; content: string }[][] = [];
  const marks: string[] = [];
  const seen: string[] = [];
  website.on('upgrade', (request) => seen.push(String(request.headers['x-runtime'])));
  const engine = await client.speechEngine.create({
    name: 'Own mind',
    conversation: { textOnly: true },
    speechEngine: { wsUrl: `${address}/mind`, requestHeaders: { 'x-runtime': 'mine' } },
  });
  const attachment = engine.attach(website, '/mind', {
    onInit: (id) => void marks.push(`init ${id}`),
    onClose: () => void marks.push('close'),
    onTranscript: async (transcript, _signal, session) => {
      heard.push(transcript);
      const question = transcript.at(-1)?.content ?? '';
      await session.sendResponse(
        (async function* () {
          yield `You said: ${question}. `;
          yield 'That is noted.';
        })(),
      );
    },
  });
  const caller = await talkTo(engine.engineId);
  await vi.waitFor(() => expect(caller.frames[0]?.type).toBe('conversation_initiation_metadata'), { timeout: 8_000 });
  caller.send({ type: 'user_message', text: 'the first thing' });
  await vi.waitFor(() => expect(caller.said().join()).toContain('You said: the first thing. That is noted.'), { timeout: 10_000 });
  caller.send({ type: 'user_message', text: 'the second thing' });
  await vi.waitFor(() => expect(caller.said().join()).toContain('You said: the second thing.'), { timeout: 10_000 });
  expect(heard.at(-1)).toEqual([
    { role: 'user', content: 'the first thing' },
    { role: 'agent', content: expect.stringContaining('That is noted.') as string },
    { role: 'user', content: 'the second thing' },
  ]);
  expect(seen).toEqual(['mine']);
  caller.ws.close(1000);
  await vi.waitFor(() => expect(marks).toHaveLength(2), { timeout: 8_000 });
  const { conversations } = await client.conversationalAi.conversations.list({ agentId: engine.engineId });
  expect(marks).toEqual([`init ${conversations[0]?.conversationId}`, 'close']);
  // What stands for it among agents is nobody's to see there.
  expect((await listAgents(own.scope)).items).toEqual([]);
  await expect(client.conversationalAi.agents.get(engine.engineId)).rejects.toThrow(/not found/iu);
  await attachment.close();
});

it('dials anew for the next question when the socket broke off, and a changed address is used by the next conversation', { timeout: 40_000 }, async () => {
  const engine = await client.speechEngine.create({ name: 'Breaks off', conversation: { textOnly: true }, speechEngine: { wsUrl: `${address}/first` } });
  let count = 0;
  const first = engine.attach(website, '/first', {
    onTranscript: async (_transcript, _signal, session) => {
      count += 1;
      if (count === 1) return session.close();
      await session.sendResponse('Here again.');
    },
  });
  const caller = await talkTo(engine.engineId);
  caller.send({ type: 'user_message', text: 'hello' });
  await vi.waitFor(() => expect(caller.said().join()).toContain('Here again.'), { timeout: 12_000 });
  caller.ws.close(1000);
  await first.close();

  const second = engine.attach(website, '/second', { onTranscript: async (_transcript, _signal, session) => session.sendResponse('From the second place.') });
  await client.speechEngine.update(engine.engineId, { speechEngine: { wsUrl: `${address}/second` } });
  const other = await talkTo(engine.engineId);
  other.send({ type: 'user_message', text: 'hello' });
  await vi.waitFor(() => expect(other.said().join()).toContain('From the second place.'), { timeout: 12_000 });
  other.ws.close(1000);
  await second.close();
});

it('lets nobody in without a key or a token, says so when its key is gone, and is gone with its engine', { timeout: 40_000 }, async () => {
  const spare = await createApiKey(own.scope, { name: 'spare' });
  const other = new ElevenLabsClient({ apiKey: spare.key, baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
  const engine = await other.speechEngine.create({ name: 'Guarded', conversation: { textOnly: true }, speechEngine: { wsUrl: `${address}/guarded` } });
  expect((await (await talkTo(engine.engineId, {})).closed)[0]).toBe(1008);
  await own.scope.db.apiKey.updateMany({ where: { name: 'spare' }, data: { revokedAt: new Date() } });
  const [code, reason] = await (await talkTo(engine.engineId)).closed;
  expect([code, String(reason)]).toEqual([expect.any(Number), expect.stringMatching(/API key that this speech engine was made with/u)]);
  await client.speechEngine.delete(engine.engineId);
  expect(String((await (await talkTo(engine.engineId)).closed)[1])).toMatch(/not found/iu);
});
