import { readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyMigrations, migrationState } from '../db/apply-migrations';
import { createTestDatabase, type TestDatabase } from './database';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');
let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a test database is migrated, and what one holds the other does not', async () => {
  expect(await migrationState(first.url, migrations)).toEqual({ pending: [], failed: [] });
  await query(first.url, `INSERT INTO "Organisation" (id, name) VALUES ('org_1', 'One')`);
  expect(await query(first.url, 'SELECT id FROM "Organisation"')).toHaveLength(1);
  expect(await query(second.url, 'SELECT id FROM "Organisation"')).toHaveLength(0);
});

test('migrations are applied once, by whichever process comes first', async () => {
  await query(second.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const outcomes = await Promise.all([applyMigrations(second.url, migrations), applyMigrations(second.url, migrations)]);
  const all = readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  expect(outcomes.map(({ applied }) => applied).filter((applied) => applied.length > 0)).toEqual([all]);
});
