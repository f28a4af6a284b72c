import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEnv } from '../config/env';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { startRestServer } from '../testing/rest-server';
import { makeServices, testSecret } from '../testing/services';
import { importWorkspace } from './import-elevenlabs';
import { openApi } from './import-elevenlabs/api';

let database: TestDatabase;
let db: Database;
let theirs: TestWorkspace;
let ours: TestWorkspace;
let rest: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-import-'));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  [theirs, ours] = [await makeWorkspace(db), await makeWorkspace(db)];
  rest = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: theirs.apiKey, baseUrl: rest.url, maxRetries: 0 });
}, 60_000);

afterAll(async () => {
  await rest.close();
  await closeDatabase(db);
  await database.drop();
  made.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

it('moves agents with their tools, knowledge, hand-overs and tests; again changes what is there and makes nothing twice', async () => {
  const { agents, knowledgeBase, tests, tools } = client.conversationalAi;
  const { id: toolId } = await tools.create({
    toolConfig: { type: 'webhook', name: 'order_status', description: 'Looks orders up.', apiSchema: { url: 'https://shop.example/orders', method: 'GET' } },
  });
  const { id: documentId } = await knowledgeBase.documents.createFromText({ name: 'Hours', text: 'We open at half past nine.' });
  const { agentId: otherId } = await agents.create({ name: 'Second', conversationConfig: { agent: { firstMessage: 'Second here.' } } });
  const { agentId } = await agents.create({
    name: 'First',
    tags: ['shop'],
    conversationConfig: {
      agent: {
        firstMessage: 'First here.',
        prompt: {
          prompt: 'You help in a shop.',
          toolIds: [toolId],
          knowledgeBase: [{ type: 'text', id: documentId, name: 'Hours' }],
          builtInTools: {
            transferToAgent: {
              name: 'transfer_to_agent',
              params: { systemToolType: 'transfer_to_agent', transfers: [{ agentId: otherId, condition: 'asked for the second' }] },
            },
          },
        },
      },
    },
  });
  await tests.create({ type: 'llm', name: 'Greets', chatHistory: [{ role: 'user', message: 'Hello', timeInCallSecs: 0 }], successCondition: 'It greets.' });

  const env = loadEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off' });
  const source = openApi((address, init) => fetch(new URL(address, rest.url), init), theirs.apiKey);
  const move = () => importWorkspace({ db, env, source, sourceName: 'their.example', workspace: ours.slug });

  const first = await move();
  expect(first.lines.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(first.lines.map(({ kind, name, outcome }) => [kind, name, outcome])).toEqual(
    expect.arrayContaining([
      ['tool', 'order_status', 'created'],
      ['knowledge', 'Hours', 'created'],
      ['agent', 'First', 'created'],
      ['agent', 'Second', 'created'],
      ['test', 'Greets', 'created'],
    ]),
  );

  const mine = new ElevenLabsClient({ apiKey: ours.apiKey, baseUrl: rest.url, maxRetries: 0 }).conversationalAi;
  const listed = (await mine.agents.list()).agents;
  const moved = await mine.agents.get(listed.find(({ name }) => name === 'First')?.agentId ?? '');
  const prompt = moved.conversationConfig.agent?.prompt;
  expect(moved.conversationConfig.agent?.firstMessage).toBe('First here.');
  expect(prompt?.toolIds).toEqual((await mine.tools.list()).tools.map(({ id }) => id));
  expect(prompt?.toolIds).not.toContain(toolId);
  expect(prompt?.knowledgeBase?.map(({ id }) => id)).toEqual((await mine.knowledgeBase.list()).documents.map(({ id }) => id));
  expect(JSON.stringify(prompt?.builtInTools?.transferToAgent)).toContain(listed.find(({ name }) => name === 'Second')?.agentId ?? 'nobody');
  expect(JSON.stringify(prompt)).not.toContain(otherId);

  await agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'First, again.' } } });
  const second = await move();
  expect(second.lines.filter(({ outcome }) => outcome === 'failed' || outcome === 'created')).toEqual([]);
  expect((await mine.agents.list()).agents).toHaveLength(2);
  expect((await mine.tools.list()).tools).toHaveLength(1);
  expect((await mine.agents.get(moved.agentId)).conversationConfig.agent?.firstMessage).toBe('First, again.');

  const keys = await ours.scope.db.apiKey.findMany({ where: { name: 'Import from their.example' } });
  expect(keys.map(({ revokedAt }) => revokedAt === null)).toEqual([false, false]);
}, 120_000);
