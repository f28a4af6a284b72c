import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { scopeForMember } from '../../auth/scope';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { admitConversation } from './admit-conversation';
import type { ConversationFilter } from './conversation-filter';
import { deleteConversations } from './delete-conversations';
import type { ExportFormat } from '../export-lines';
import { exportConversations } from './export-conversations';
import { listConversations } from './list-conversations';
import { deleteView, listViews, saveView } from './list-views';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let agentId: string;
const made = makeServices();
const { storage } = made.services;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

beforeEach(async () => {
  workspace = await makeWorkspace(db);
  agentId = (await createAgent(workspace.scope, { name: '=Agent, "one"' })).id;
});

const held = async () => (await admitConversation(db, { agentId, authorization: { kind: 'public' }, source: 'test', hostId: 'host_1' })).conversationId;

async function exported(format: ExportFormat, filter = {}): Promise<{ readonly text: string; readonly pages: number }> {
  let text = '';
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await exportConversations(workspace.scope, { filter, format, cursor });
    text += page.text;
    if (page.nextCursor === null) return { text, pages };
    cursor = page.nextCursor;
  }
}

it('an export has each conversation once, however many pages it takes, and no other workspace’s', async () => {
  const first = await held();
  const row = await db.conversation.findUniqueOrThrow({ where: { id: first } });
  const { agentVersionId, startedAt, authorizationMethod, language } = row;
  // Many that began in the same millisecond: pages must not lose or repeat any.
  await db.conversation.createMany({
    data: Array.from({ length: 249 }, (_, i) => ({
      id: `conv_many${i}_${workspace.id}`,
      workspaceId: workspace.id,
      agentId,
      agentVersionId,
      authorizationMethod,
      language,
      source: 'test',
      startedAt,
    })),
  });
  const other = await makeWorkspace(db);
  const theirs = (await createAgent(other.scope, { name: 'Theirs' })).id;
  await admitConversation(db, { agentId: theirs, authorization: { kind: 'public' }, source: 'test', hostId: 'host_1' });

  const { text, pages } = await exported('jsonl');
  const ids = text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  expect(pages).toBe(3);
  expect(new Set(ids).size).toBe(250);
  expect(ids).toHaveLength(250);
  expect(ids).toContain(first);
  expect(text).not.toContain(theirs);
  expect((await exported('jsonl', { textOnly: true })).text).toBe('');
});

it('a table keeps text as text: quoted, and no formula for a spreadsheet', async () => {
  await held();
  const { text } = await exported('csv');
  const [header, line] = text.split('\r\n');
  expect(header?.split(',').slice(0, 3)).toEqual(['id', 'agent_id', 'agent']);
  expect(line).toContain(`"'=Agent, ""one"""`);
});

it('several are erased at once; one that is gone is no reason to stop', async () => {
  const [one, two, kept] = [await held(), await held(), await held()];
  for (const id of [one, two, kept]) await db.conversation.update({ where: { id }, data: { status: 'done', endedAt: new Date() } });
  expect(await deleteConversations(workspace.scope, { conversationIds: [one, one, 'conv_none', two], storage })).toEqual({ deleted: 2 });
  expect((await listConversations(workspace.scope, { filter: {} })).items.map(({ id }) => id)).toEqual([kept]);
});

it('a view belongs to its member: saved again under its name it is another, and nobody else sees or deletes it', async () => {
  const person = await makeUser(db);
  await makeMember(db, workspace.id, person.id, 'viewer');
  const [mine, theirs] = [await scopeForMember(db, workspace.ownerId, workspace.id), await scopeForMember(db, person.id, workspace.id)];
  const { id } = await saveView(mine, { name: 'Slow ones', query: 'latency=1500' });
  await saveView(mine, { name: 'Slow ones', query: 'latency=2000' });
  expect(await listViews(mine)).toEqual([{ id, name: 'Slow ones', query: 'latency=2000' }]);
  expect(await listViews(theirs)).toEqual([]);
  await expect(deleteView(theirs, id)).rejects.toMatchObject({ code: 'not_found' });
  await deleteView(mine, id);
  expect(await listViews(mine)).toEqual([]);
  await expect(listViews(workspace.scope)).rejects.toMatchObject({ code: 'forbidden' });
});

it('a list is narrowed down to what numbers of analytics count: tools, verdicts, criteria, what was collected', async () => {
  const [fine, bad] = [await held(), await held()];
  const analysis = (result: string) => ({ criteria: [{ criterionId: 'crit_1', name: 'Polite', result, rationale: '' }] });
  await db.conversation.update({
    where: { id: bad },
    data: { toolNames: ['look_up'], feedback: { likes: 0, dislikes: 1 }, analysis: analysis('failure'), collectedValues: { mood: 'bad', age: null } },
  });
  await db.conversation.update({
    where: { id: fine },
    data: { feedback: { likes: 1, dislikes: 0 }, analysis: analysis('success'), collectedValues: { mood: 'good', age: 41 } },
  });
  const ids = async (filter: ConversationFilter) => (await listConversations(workspace.scope, { filter })).items.map(({ id }) => id);
  expect(await ids({ hasTools: true })).toEqual([bad]);
  expect(await ids({ hasTools: false })).toEqual([fine]);
  expect(await ids({ feedback: 'dislike' })).toEqual([bad]);
  expect(await ids({ feedback: 'like' })).toEqual([fine]);
  expect(await ids({ evaluations: [{ criterionId: 'crit_1', result: 'failure' }] })).toEqual([bad]);
  expect(await ids({ collected: [{ name: 'mood', operator: 'eq', value: 'good' }] })).toEqual([fine]);
  expect(await ids({ collected: [{ name: 'age', operator: 'neq', value: '' }] })).toEqual([fine]);
});
