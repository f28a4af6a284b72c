import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { newId } from '../../lib/new-id';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { recordEvents } from '../conversations/record-events';
import { adviseTurnTaking } from './advise-turn-taking';
import { createAgent } from './create-agent';
import { updateAgent } from './update-agent';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

/** A call of ten answers, `cutIns` of them talked over at once. */
async function call(agent: { readonly id: string; readonly versionId: string; readonly branchId: string }, cutIns: number, isTextOnly = false) {
  const { scope } = workspace;
  const id = newId('conversation');
  await scope.db.conversation.create({
    data: {
      id,
      workspaceId: workspace.id,
      agentId: agent.id,
      agentVersionId: agent.versionId,
      branchId: agent.branchId,
      status: 'done',
      endedAt: new Date(),
      authorizationMethod: 'public',
      language: 'en',
      isTextOnly,
    },
  });
  const answers = Array.from({ length: 10 }, (_, responseId) => [
    { atMs: responseId * 10_000, kind: 'response-started', data: { responseId, trigger: 'user-turn' } },
    { atMs: responseId * 10_000 + 300, kind: 'response-audible', data: { responseId } },
    ...(responseId < cutIns ? [{ atMs: responseId * 10_000 + 900, kind: 'interrupted', data: { responseId } }] : []),
  ]).flat();
  await recordEvents(
    scope,
    id,
    answers.map((event, sequence) => ({ ...event, sequence })),
  );
}

describe('advice on turn-taking', () => {
  it('comes from spoken calls held with the settings of now, and starts anew when they change', async () => {
    const { scope } = workspace;
    const made = await createAgent(scope, { name: 'Desk' });
    const agent = { id: made.id, versionId: made.version.id, branchId: made.mainBranchId };
    for (let calls = 0; calls < 3; calls++) await call(agent, 2);
    await call(agent, 9, true);
    expect(await adviseTurnTaking(scope, { agentId: agent.id })).toMatchObject({
      figures: { conversations: 3, answers: 30, cutIns: 6 },
      missing: { answers: 10, stops: 9 },
      suggestions: [],
    });
    await call(agent, 2);
    expect((await adviseTurnTaking(scope, { agentId: agent.id })).suggestions).toEqual([{ kind: 'eagerness', to: 'patient', reason: 'cut-ins' }]);

    await updateAgent(scope, { agentId: agent.id, changes: { conversationConfig: { agent: { firstMessage: 'Hello.' } } } });
    expect((await adviseTurnTaking(scope, { agentId: agent.id })).figures.conversations).toBe(4);
    await updateAgent(scope, { agentId: agent.id, changes: { conversationConfig: { turn: { turnEagerness: 'patient' } } } });
    expect(await adviseTurnTaking(scope, { agentId: agent.id })).toMatchObject({ figures: { conversations: 0 }, suggestions: [] });
  });
});
