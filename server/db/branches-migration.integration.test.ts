import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Applies migrations up to the one of this name, without it, or from it on. */
async function apply(which: (name: string) => boolean): Promise<void> {
  const names = readdirSync(migrations, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  for (const name of names.sort().filter(which)) await client.query(readFileSync(path.join(migrations, name, 'migration.sql'), 'utf8'));
}

test('agents from before branches get a main one with all their versions, and their conversations are on it', async () => {
  const first = '20261125224500_branches';
  await apply((name) => name < first);
  await client.query(`
    INSERT INTO "Organisation" ("id", "name") VALUES ('org_1', 'o');
    INSERT INTO "Workspace" ("id", "organisationId", "slug", "name", "updatedAt") VALUES ('ws_1', 'org_1', 'w', 'w', now());
    INSERT INTO "Agent" ("id", "workspaceId", "name", "versionNumber", "createdBy", "updatedAt") VALUES ('agent_1', 'ws_1', 'Desk', 2, 'user_1', now()), ('agent_2', 'ws_1', 'Café', 1, 'user_1', now());
    INSERT INTO "AgentVersion" ("id", "workspaceId", "agentId", "number", "name", "config", "createdBy") VALUES
      ('agtvrsn_1', 'ws_1', 'agent_1', 1, 'Desk', '{}', 'user_1'), ('agtvrsn_2', 'ws_1', 'agent_1', 2, 'Desk', '{}', 'user_1'), ('agtvrsn_3', 'ws_1', 'agent_2', 1, 'Café', '{}', 'user_1');
    INSERT INTO "Conversation" ("id", "workspaceId", "agentId", "agentVersionId", "authorizationMethod", "language") VALUES ('conv_1', 'ws_1', 'agent_1', 'agtvrsn_1', 'public', 'en');
  `);
  await apply((name) => name >= first);
  const { rows: branches } = await client.query<{ id: string; agentId: string; isMain: boolean; versionNumber: number }>(
    'SELECT b."id", b."agentId", b."isMain", b."versionNumber" FROM "AgentBranch" b JOIN "Agent" a ON a."mainBranchId" = b."id" ORDER BY b."agentId"',
  );
  expect(branches).toMatchObject([
    { agentId: 'agent_1', isMain: true, versionNumber: 2 },
    { agentId: 'agent_2', isMain: true, versionNumber: 1 },
  ]);
  const main = branches[0]?.id;
  expect(main).toMatch(/^agtbrch_[a-z0-9]+$/);
  const { rows: versions } = await client.query(
    'SELECT "id", "branchId", "parentVersionId" FROM "AgentVersion" WHERE "agentId" = \'agent_1\' ORDER BY "number"',
  );
  expect(versions).toEqual([
    { id: 'agtvrsn_1', branchId: main, parentVersionId: null },
    { id: 'agtvrsn_2', branchId: main, parentVersionId: 'agtvrsn_1' },
  ]);
  expect((await client.query('SELECT "branchId" FROM "Conversation"')).rows).toEqual([{ branchId: main }]);
});
