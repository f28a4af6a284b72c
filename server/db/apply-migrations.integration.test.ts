import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { applyMigrations, migrationState } from './apply-migrations';

let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  dir = mkdtempSync(path.join(tmpdir(), 'parley-migrations-'));
  return () => rmSync(dir, { recursive: true, force: true });
});

function write(name: string, sql: string): void {
  mkdirSync(path.join(dir, name), { recursive: true });
  writeFileSync(path.join(dir, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('files are applied in the order of their names, and only once', async () => {
  write('2_second', 'ALTER TABLE t ADD COLUMN b int');
  write('1_first', 'CREATE TABLE t (a int)');
  expect((await migrationState(database.url, dir)).pending).toEqual(['1_first', '2_second']);
  expect((await applyMigrations(database.url, dir)).applied).toEqual(['1_first', '2_second']);
  expect((await applyMigrations(database.url, dir)).applied).toEqual([]);
});

test('a function body with semicolons and quotes passes whole', async () => {
  write('1_function', `CREATE FUNCTION f() RETURNS text AS $$ BEGIN RETURN 'a;b'; END; $$ LANGUAGE plpgsql;\nSELECT ';';`);
  await applyMigrations(database.url, dir);
  expect(await query('SELECT f() AS said')).toEqual([{ said: 'a;b' }]);
});

test('a migration that fails leaves nothing of itself behind, is recorded, and stops the next start until it is resolved', async () => {
  write('1_bad', 'CREATE TABLE half (a int); SELECT no_such_function()');
  await expect(applyMigrations(database.url, dir)).rejects.toThrow(/1_bad failed: function no_such_function\(\) does not exist/);
  expect(await query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  expect((await migrationState(database.url, dir)).failed).toEqual(['1_bad']);
  await expect(applyMigrations(database.url, dir)).rejects.toThrow(/failed on an earlier try.*migrate resolve --rolled-back 1_bad/);
  await query(`UPDATE _prisma_migrations SET rolled_back_at = now()`);
  write('1_bad', 'CREATE TABLE half (a int)');
  expect((await applyMigrations(database.url, dir)).applied).toEqual(['1_bad']);
});

test('a file that was changed after it was applied is named', async () => {
  write('1_first', 'CREATE TABLE t (a int)');
  await applyMigrations(database.url, dir);
  write('1_first', 'CREATE TABLE t (a text)');
  expect(await applyMigrations(database.url, dir)).toEqual({ applied: [], changed: ['1_first'] });
});
