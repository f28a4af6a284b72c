import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import { type Database, openDatabase } from './db/client';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makePdf } from './testing/documents/make-pdf';
import { makeWorkspace } from './testing/factories';
import { testSecret } from './testing/services';

let database: TestDatabase;
let db: Database;
let server: VoiceServer;
let url: string;
let client: ElevenLabsClient;
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-knowledge-'));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  server = buildServer(loadEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off' }), silentLogger);
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  client = new ElevenLabsClient({ apiKey: (await makeWorkspace(db)).apiKey, baseUrl: url, maxRetries: 0 });
}, 60_000);

afterAll(async () => {
  await server.stop(0);
  await db.$disconnect();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Asks by text over the conversation socket and gives the answer. */
function ask(agentId: string, question: string): Promise<{ conversationId: string; answer: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/convai/conversation?agent_id=${agentId}`);
    let conversationId = '';
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'conversation_initiation_client_data', conversation_config_override: { conversation: { text_only: true } } })),
    );
    socket.on('message', (data) => {
      const event = JSON.parse(String(data)) as {
        type: string;
        conversation_initiation_metadata_event?: { conversation_id: string };
        agent_response_event?: { agent_response: string };
      };
      if (event.type === 'conversation_initiation_metadata') {
        conversationId = event.conversation_initiation_metadata_event?.conversation_id ?? '';
        socket.send(JSON.stringify({ type: 'user_message', text: question }));
      }
      if (event.type === 'agent_response') {
        resolve({ conversationId, answer: event.agent_response_event?.agent_response ?? '' });
        socket.close(1000);
      }
    });
    socket.on('error', reject);
    socket.on('close', (code, reason) => reject(new Error(`closed with ${code} ${String(reason)}`)));
  });
}

it('a fact from an uploaded PDF is said without any language model, and what was looked up is in the record', async () => {
  const { documents, document } = client.conversationalAi.knowledgeBase;
  const pdf = makePdf([
    ['# Guest handbook', 'Welcome to the Larch Hotel. We hope that you enjoy your stay with us in the mountains.', ''],
    ['# Sauna', 'The sauna opens at six in the evening and closes at ten.', '', '# Parking', 'Parking in the garage costs fourteen euros a night.'],
    ['# Rooms', ...Array.from({ length: 30 }, (_, i) => `Room ${i + 1} looks towards the ${['lake', 'forest', 'village'][i % 3]}.`)],
  ]);
  const { id } = await documents.createFromFile({ file: new File([new Uint8Array(pdf)], 'handbook.pdf', { type: 'application/pdf' }) });
  await vi.waitFor(async () => expect((await document.computeRagIndex(id, { model: 'e5_mistral_7b_instruct' })).status).toBe('succeeded'), { timeout: 15_000 });

  const { agentId } = await client.conversationalAi.agents.create({
    name: 'Concierge',
    conversationConfig: {
      agent: {
        language: 'en',
        prompt: {
          prompt: 'You are the concierge of the Larch Hotel.',
          knowledgeBase: [{ type: 'file', name: 'handbook', id, usageMode: 'auto' }],
          rag: { enabled: true },
        },
      },
    },
    platformSettings: { overrides: { conversationConfigOverride: { conversation: { textOnly: true } } } },
  });
  const { conversationId, answer } = await ask(agentId, 'How much is parking in the garage?');
  expect(answer).toMatch(/fourteen euros/i);

  const record = await vi.waitFor(async () => {
    const found = await client.conversationalAi.conversations.get(conversationId);
    expect(found.status).toBe('done');
    return found;
  });
  const spoken = record.transcript.find(({ role, message }) => role === 'agent' && message?.includes('fourteen'));
  expect(spoken?.ragRetrievalInfo).toMatchObject({ embeddingModel: 'e5_mistral_7b_instruct', retrievalQuery: 'How much is parking in the garage?' });
  const used = spoken?.ragRetrievalInfo?.chunks[0];
  expect(used?.documentId).toBe(id);
  expect((await documents.chunk.get(id, used?.chunkId ?? '')).content).toContain('fourteen euros');
}, 60_000);
