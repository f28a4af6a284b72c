import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Json, scopeForMember } from '../../auth/scope';
import { workspacePrivacySchema } from '../../contracts/privacy';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { newId } from '../../lib/new-id';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { deleteConversation } from '../conversations/delete-conversation';
import { exportConversations } from '../conversations/export-conversations';
import { listConversations } from '../conversations/list-conversations';
import { changeWorkspacePrivacy } from '../privacy/workspace-privacy';
import { discoverTopics } from '../topics/discover-topics';
import { knownTopics, topicOf } from '../topics/known-topics';
import { withTopics } from '../topics/stored-topics';
import { measureConversation } from './measure-conversation';
import { makeReport } from './report';
import type { ReportInput } from './report-input';

const dayMs = 86_400_000;
const until = new Date();
const from = new Date(until.getTime() - 7 * dayMs);
const made = makeServices();
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let own: TestWorkspace;
let other: TestWorkspace;
let deskId: string;
let shopId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  [own, other] = [await makeWorkspace(db), await makeWorkspace(db)];
  deskId = await agentAsked(own, 'Desk', [
    ['Where is my parcel, write to anna@example.com', { callSuccessful: 'success' }],
    ['Where is my parcel?', { callSuccessful: 'failure', source: 'widget' }],
    ['My parcel, where is it?', { callSuccessful: 'success' }],
    ['I want a refund', { daysAgo: 1 }],
    ['A refund, please', { daysAgo: 9 }],
    ['Sing something', {}],
  ]);
  shopId = await agentAsked(own, 'Shop', [
    ['When do you open?', {}],
    ['Do you open today?', {}],
  ]);
  await agentAsked(other, 'Theirs', [
    ['Where is my parcel?', {}],
    ['Is my parcel there?', {}],
  ]);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

interface Asked {
  readonly callSuccessful?: string;
  readonly source?: string;
  readonly daysAgo?: number;
}

/** An agent that was asked this, with the topics that are found in it. */
async function agentAsked(workspace: TestWorkspace, name: string, questions: readonly (readonly [string, Asked])[]): Promise<string> {
  const { scope } = workspace;
  const agent = await createAgent(scope, { name });
  for (const [message, { daysAgo = 0.5, ...over }] of questions) {
    const id = newId('conversation');
    const startedAt = new Date(until.getTime() - daysAgo * dayMs);
    const ids = { id, workspaceId: workspace.id, agentId: agent.id, agentVersionId: agent.version.id, branchId: agent.mainBranchId };
    const transcript = [{ role: 'user', timeInCallSecs: 0, message }] as unknown as Json;
    const record = {
      status: 'done',
      authorizationMethod: 'public',
      language: 'en',
      messageCount: 1,
      startedAt,
      endedAt: startedAt,
      transcript,
      searchText: message,
    };
    await scope.db.conversation.create({ data: { ...ids, ...record, ...over } });
    await measureConversation(scope, id);
  }
  await discoverTopics(scope, { agentId: agent.id, engine: { embedderOf: async () => undefined }, signal: AbortSignal.timeout(5_000) });
  return agent.id;
}

const report = (input: Partial<ReportInput> = {}, scope = own.scope) =>
  makeReport(scope, { section: 'topics', from, until, timeZone: 'Europe/Madrid', filter: {}, compares: false, ...input });
const rows = ({ tables }: Awaited<ReturnType<typeof report>>) => tables[0]?.rows.map(({ label, values }) => [label, ...values]);
const figures = ({ figures: all }: Awaited<ReturnType<typeof report>>) => Object.fromEntries(all.map(({ name, value, before }) => [name, [value, before]]));

it('counts what an agent was asked about, by day and with what became of it', async () => {
  const desk = await report({ filter: { agentId: deskId } });
  expect(rows(desk)).toEqual([
    [expect.stringMatching(/parcel/i), 3, 3 / 5, 2, 1, 2 / 3],
    [expect.stringMatching(/refund/i), 1, 1 / 5, 0, 0, null],
  ]);
  expect(figures(desk)).toEqual({ topics: [2, undefined], conversations: [5, undefined], aboutTopics: [4 / 5, undefined] });
  const [parcels, refunds] = desk.charts[0]?.series ?? [];
  expect([parcels, refunds].map((series) => series?.values.reduce((sum: number, value) => sum + (value ?? 0), 0))).toEqual([3, 1]);
  expect(parcels?.values).toHaveLength(desk.at.length);
  expect(desk.places?.map(({ count }) => count)).toEqual([3, 1]);
  expect(desk.tables[0]?.rows[0]).toMatchObject({ detail: expect.stringMatching(/parcel/), behind: { topicId: expect.any(String) } });
});

it('keeps agents, channels, periods and workspaces apart', async () => {
  const all = await report();
  expect(rows(all)?.map(([label]) => label)).toEqual([expect.stringMatching(/· Desk$/), expect.stringMatching(/· Shop$/), expect.stringMatching(/· Desk$/)]);
  expect(all.places).toBeUndefined();
  expect(rows(await report({ filter: { channel: 'widget' } }))).toEqual([[expect.stringMatching(/parcel/i), 1, 1, 0, 1, 0]]);
  expect(rows(await report({ filter: { outcome: 'success' } }))).toEqual([[expect.stringMatching(/parcel/i), 2, 1, 2, 0, 1]]);
  const compared = await report({ filter: { agentId: deskId }, compares: true });
  expect(rows(compared)?.map((row) => row.slice(1, 3))).toEqual([
    [3, 0],
    [1, 1],
  ]);
  expect(figures(compared)).toEqual({ topics: [2, 1], conversations: [5, 1], aboutTopics: [4 / 5, 1] });
  expect(rows(await report({ from: new Date(0), until: new Date(dayMs) }))).toEqual([]);
  expect(rows(await report({ filter: { agentId: shopId } }, other.scope))).toEqual([]);
  expect((await knownTopics(own.scope)).map(({ agentName }) => agentName).toSorted()).toEqual(['Desk', 'Desk', 'Shop']);
});

it('leads to its conversations, and each of them to it', async () => {
  const [topic] = (await knownTopics(own.scope)).filter(({ agentId }) => agentId === deskId);
  const list = await listConversations(own.scope, { filter: await withTopics(own.scope, { topicIds: [topic?.id ?? ''] }) });
  expect(list.items).toHaveLength(3);
  for (const { id } of list.items) expect(await topicOf(own.scope, id)).toEqual({ id: topic?.id, label: topic?.label });
  const some = await withTopics(own.scope, { topicIds: [topic?.id ?? ''], callSuccessful: 'failure' });
  const { text } = await exportConversations(own.scope, { filter: some, format: 'jsonl' });
  expect(text.trim().split('\n')).toHaveLength(1);
  expect((await listConversations(other.scope, { filter: await withTopics(other.scope, { topicIds: [topic?.id ?? ''] }) })).items).toEqual([]);
  await expect(topicOf(other.scope, list.items[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  const about = await listConversations(own.scope, { filter: { agentId: deskId, search: 'sing' } });
  expect(await topicOf(own.scope, about.items[0]?.id ?? '')).toBeNull();
});

it('keeps no words of its own: what is masked is masked here, what is deleted is gone', async () => {
  const owner = await scopeForMember(db, own.ownerId, own.id);
  await changeWorkspacePrivacy(owner, { privacy: workspacePrivacySchema.parse({ maskedRoles: ['viewer'] }), appliesToExisting: false });
  const { id: userId } = await makeUser(db);
  await makeMember(db, own.id, userId, 'viewer');
  const masked = await report({ filter: { agentId: deskId } }, await scopeForMember(db, userId, own.id));
  expect(JSON.stringify(masked)).not.toContain('anna@example.com');
  const stored = JSON.stringify(await own.scope.db.agentTopics.findMany({}));
  expect(stored).not.toMatch(/example\.com|where is/i);
  const { items } = await listConversations(own.scope, { filter: { agentId: deskId, search: 'parcel' } });
  for (const { id } of items) await deleteConversation(own.scope, { conversationId: id, storage: made.services.storage });
  expect(rows(await report({ filter: { agentId: deskId } }))?.map(([label]) => label)).toEqual([expect.stringMatching(/refund/i)]);
});
