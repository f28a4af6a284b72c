import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { KeptDatabase } from './kept-database.ts';
import { eventually } from './wait.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'parley-postgres-'));
  // PostgreSQL runs as another user under root, who must be able to enter.
  chmodSync(dataDir, 0o755);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what was committed survives a stop, a second start adopts the running server, and its password is private', async () => {
  const first = await startEmbeddedPostgres({ dataDir, database: 'parley' });
  await query(first.url, 'CREATE TABLE kept (word text)');
  await query(first.url, `INSERT INTO kept VALUES ('grüß dich')`);
  const second = await startEmbeddedPostgres({ dataDir, database: 'parley' });
  expect(second.wasAdopted).toBe(true);
  expect(second.pid).toBe(first.pid);
  expect(statSync(path.join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
  await second.stop();
  expect(first.isRunning()).toBe(false);

  const third = await startEmbeddedPostgres({ dataDir, database: 'parley' });
  expect(third.wasAdopted).toBe(false);
  expect(await query(third.url, 'SELECT word FROM kept')).toEqual([{ word: 'grüß dich' }]);
  await third.stop();
}, 60_000);

test('after the server was killed, the next start recovers what was committed', async () => {
  const killed = await startEmbeddedPostgres({ dataDir, database: 'parley' });
  await query(killed.url, 'CREATE TABLE survived AS SELECT 1 AS n');
  process.kill(killed.pid, 'SIGKILL');
  expect(await eventually(() => !killed.isRunning(), { timeoutMs: 10_000 })).toBe(true);
  const next = await startEmbeddedPostgres({ dataDir, database: 'parley' });
  expect(await query(next.url, 'SELECT n FROM survived')).toEqual([{ n: 1 }]);
  await next.stop();
}, 60_000);

test('a kept server that was killed is back at the same address, and stays away once it was stopped', async () => {
  const said: string[] = [];
  const kept = await KeptDatabase.start({
    dataDir,
    database: 'parley',
    say: (line) => said.push(line),
    onGaveUp: (reason) => {
      throw new Error(reason);
    },
  });
  await query(kept.url, 'CREATE TABLE kept_on AS SELECT 1 AS n');
  process.kill(kept.pid, 'SIGKILL');
  expect(await eventually(() => said.join().includes('the database is back'), { timeoutMs: 30_000 })).toBe(true);
  expect(await query(kept.url, 'SELECT n FROM kept_on')).toEqual([{ n: 1 }]);
  await kept.stop();
  await expect(query(kept.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
}, 60_000);

test('a damaged password file is reported by name', async () => {
  const file = path.join(dataDir, 'postgres.json');
  const before = readFileSync(file);
  writeFileSync(file, 'not json');
  await expect(startEmbeddedPostgres({ dataDir, database: 'parley' })).rejects.toThrow(file);
  writeFileSync(file, before);
});
