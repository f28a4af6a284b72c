import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoAgents } from '../contracts/demo-agents';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { admitConversation } from '../domain/conversations/admit-conversation';
import { createTestDatabase } from '../testing/database';
import { plantDemo } from './seed';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

it('makes the demo workspace once, with agents that anyone may talk to', async () => {
  await plantDemo(db);
  await plantDemo(db);
  const workspace = await db.workspace.findUniqueOrThrow({
    where: { slug: 'demo' },
    include: { agents: { orderBy: { id: 'desc' } }, memberships: { include: { user: true } } },
  });
  expect(workspace.agents.map((agent) => agent.name).sort()).toEqual(demoAgents.map((agent) => agent.name).sort());
  expect(workspace.memberships.map(({ role, user }) => [role, user.email, user.passwordHash])).toEqual([['owner', 'owner@parley.local', null]]);
  for (const agent of workspace.agents) {
    const admitted = await admitConversation(db, { agentId: agent.id, authorization: { kind: 'public' }, source: 'test', hostId: 'host_1' });
    const demo = demoAgents.find((candidate) => candidate.name === agent.name);
    expect(admitted.version.config.conversationConfig.agent).toMatchObject({ language: demo?.language, firstMessage: demo?.firstMessage });
    expect(admitted.version.config.parley.knowledgeText).toContain(demo?.knowledge?.text ?? '');
  }
});

it('leaves alone what someone changed since', async () => {
  await db.agent.updateMany({ data: { deletedAt: new Date() } });
  await plantDemo(db);
  expect(await db.agent.count({ where: { deletedAt: null } })).toBe(0);
});
