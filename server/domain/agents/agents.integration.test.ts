import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { archiveAgent } from './archive-agent';
import { createAgent } from './create-agent';
import { deleteAgent } from './delete-agent';
import { duplicateAgent } from './duplicate-agent';
import { getAgent } from './get-agent';
import { listAgents } from './list-agents';
import { listVersions } from './list-versions';
import { restoreVersion } from './restore-version';
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

const prompt = (text: string) => ({ conversationConfig: { agent: { prompt: { prompt: text } } } });

describe('an agent', () => {
  it('gets a version with each change, none without one, and an old version stays what it was', async () => {
    const { scope } = workspace;
    const agent = await createAgent(scope, { name: ' Desk ', config: prompt('one') });
    expect(agent).toMatchObject({ name: 'Desk', versionNumber: 1 });
    expect((await updateAgent(scope, { agentId: agent.id, changes: prompt('one') })).versionNumber).toBe(1);
    expect((await updateAgent(scope, { agentId: agent.id, changes: prompt('two'), description: 'better' })).versionNumber).toBe(2);
    expect((await updateAgent(scope, { agentId: agent.id, tags: ['x'] })).versionNumber).toBe(2);
    expect((await getAgent(scope, { agentId: agent.id, versionNumber: 1 })).version.config.conversationConfig.agent.prompt.prompt).toBe('one');
    const { items } = await listVersions(scope, { agentId: agent.id });
    expect(items.map(({ number, description }) => [number, description])).toEqual([
      [2, 'better'],
      [1, ''],
    ]);
    const restored = await restoreVersion(scope, { agentId: agent.id, versionNumber: 1 });
    expect(restored.versionNumber).toBe(3);
    expect(restored.version.config.conversationConfig.agent.prompt.prompt).toBe('one');
  });

  it('refuses a change to a version that is not the newest, and of two at once takes one', async () => {
    const { scope } = workspace;
    const { id: agentId } = await createAgent(scope, { name: 'Busy' });
    await updateAgent(scope, { agentId, changes: prompt('two'), baseVersion: 1 });
    await expect(updateAgent(scope, { agentId, changes: prompt('three'), baseVersion: 1 })).rejects.toMatchObject({ code: 'conflict' });
    const together = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => updateAgent(scope, { agentId, changes: prompt(text), baseVersion: 2 })));
    expect(together.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect((await listVersions(scope, { agentId })).items.map((version) => version.number)).toEqual([3, 2, 1]);
  });

  it('is duplicated without its history, archived out of the list, and gone when deleted', async () => {
    const own = await makeWorkspace(db);
    const { id: agentId } = await createAgent(own.scope, { name: 'Original', config: prompt('hello') });
    const copy = await duplicateAgent(own.scope, { agentId });
    expect(copy).toMatchObject({ name: 'Original (copy)', versionNumber: 1 });
    expect(copy.version.config.conversationConfig.agent.prompt.prompt).toBe('hello');
    await archiveAgent(own.scope, { agentId, archived: true });
    expect((await listAgents(own.scope)).items.map((item) => item.name)).toEqual(['Original (copy)']);
    expect((await listAgents(own.scope, { archived: true })).items.map((item) => item.name)).toEqual(['Original']);
    await deleteAgent(own.scope, { agentId: copy.id });
    await expect(getAgent(own.scope, { agentId: copy.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateAgent(own.scope, { agentId: copy.id, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the list', () => {
  it('goes page by page through all of them once, in each order', async () => {
    const own = await makeWorkspace(db);
    for (let i = 0; i < 7; i++) await createAgent(own.scope, { name: `Agent ${i % 3}` });
    for (const sortBy of ['createdAt', 'updatedAt', 'name'] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const seen: string[] = [];
        const names: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listAgents(own.scope, { sortBy, direction, pageSize: 2, cursor });
          seen.push(...page.items.map((item) => item.id));
          names.push(...page.items.map((item) => item.name));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(new Set(seen).size, `${sortBy} ${direction}`).toBe(7);
        expect(seen).toHaveLength(7);
        if (sortBy === 'name') expect(names).toEqual(direction === 'asc' ? [...names].sort() : [...names].sort().reverse());
      }
    }
  });

  it('finds part of a name in any case, and refuses a cursor that is none', async () => {
    const own = await makeWorkspace(db);
    await createAgent(own.scope, { name: 'Café Luna' });
    await createAgent(own.scope, { name: 'Support' });
    expect((await listAgents(own.scope, { search: 'CAFÉ' })).items.map((item) => item.name)).toEqual(['Café Luna']);
    for (const cursor of ['x', Buffer.from('["a"]').toString('base64url'), Buffer.from('{}').toString('base64url')]) {
      await expect(listAgents(own.scope, { cursor })).rejects.toMatchObject({ code: 'bad_request' });
    }
  });
});
