import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../auth/scope';
import type { TranscriptItem } from '../contracts/conversation';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { recordTranscript } from '../domain/conversations/record-transcript';
import { discoverTopicsJob } from '../jobs/definitions';
import { newId } from '../lib/new-id';
import { createTestDatabase } from '../testing/database';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeFullWorkspace } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let own: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();

async function converse(question: string, over: object = {}): Promise<string> {
  const id = newId('conversation');
  const row = { id, workspaceId: own.id, agentId: own.agentId, agentVersionId: own.versionId, authorizationMethod: 'public', language: 'en', status: 'done' };
  const transcript: TranscriptItem[] = [{ role: 'user', timeInCallSecs: 0, message: question }];
  await own.scope.db.conversation.create({ data: { ...row, endedAt: new Date(), ...over } });
  await recordTranscript(own.scope, id, { transcript, messageCount: 1, responseLatencyMs: null, interruptionCount: 0 });
  return id;
}

async function discover(): Promise<void> {
  await made.jobs.enqueue(discoverTopicsJob, { workspaceId: own.id, agentId: own.agentId });
  await made.jobs.runAll(db, made.services);
}

const topicsOf = (query: Record<string, unknown> = {}) => client.conversationalAi.conversations.topics.get(own.agentId, query);

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  own = await makeFullWorkspace(db, made.services);
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ baseUrl: server.url, apiKey: own.fullKey });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

describe('topics', () => {
  it('are found by meaning, keep their ids, and tell how it went', async () => {
    made.knowledge.useTopics([
      ['parcel', 'delivery'],
      ['refund', 'money'],
    ]);
    expect(await topicsOf()).toMatchObject({ topics: [], aggregatedRunCount: 0 });
    const judged = (result: string) => ({ analysis: { criteria: [{ criterionId: 'kind', result }], collected: [] } as unknown as Json });
    const parcel = await converse('Where is my parcel?', { callSuccessful: 'success', ...judged('success') });
    await converse('When does the delivery come?', { callSuccessful: 'failure', ...judged('failure') });
    await converse('The parcel is late.', { callSuccessful: 'unknown' });
    await converse('I want my money back.', { callSuccessful: 'success' });
    await converse('A refund please.', { callSuccessful: 'success' });
    await discover();
    const first = await topicsOf({ includeEvaluationCriteria: true });
    expect(first.topics.map(({ conversationCount, successRate }) => [conversationCount, successRate])).toEqual([
      [3, 0.5],
      [2, 1],
    ]);
    expect(first.topics[0]?.metrics?.evaluationCriteria).toEqual([expect.objectContaining({ criteriaId: 'kind', successCount: 1, failureCount: 1 })]);
    const [parcels, refunds] = first.topics.map(({ topicId }) => topicId);
    await converse('Refund!');
    await converse('My money, please.');
    await discover();
    const second = await topicsOf();
    expect(second).toMatchObject({ aggregatedRunCount: 2, hasMore: false });
    expect(second.topics.map(({ topicId, conversationCount }) => [topicId, conversationCount])).toEqual([
      [refunds, 4],
      [parcels, 3],
    ]);
    const { conversations } = await client.conversationalAi.conversations.list({ topicIds: parcels ?? '' });
    expect(conversations).toHaveLength(3);
    expect(conversations.map(({ conversationId }) => conversationId)).toContain(parcel);
  });

  it('come in pages and orders, and only of the asked time', async () => {
    const best = await topicsOf({ sortBy: 'success_rate', pageSize: 1 });
    expect(best.topics[0]?.successRate).toBe(1);
    expect(best.hasMore).toBe(true);
    const rest = await topicsOf({ sortBy: 'success_rate', pageSize: 1, cursor: best.nextCursor });
    expect(rest.topics[0]?.successRate).toBe(0.5);
    expect((await topicsOf({ toUnixSecs: 1_000 })).topics).toEqual([]);
  });

  it('are found by words where there is no model for meanings', async () => {
    made.knowledge.embedder = undefined;
    await discover();
    const { topics } = await topicsOf();
    expect(topics.some(({ label }) => /refund|parcel|money/iu.test(label))).toBe(true);
  });
});
