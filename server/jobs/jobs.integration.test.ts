import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { makeServices } from '../testing/services';
import { houseJob, workspaceJob } from './definitions';
import { handleInHouse, handleInWorkspace, type JobHandler } from './handler';
import { type OpenJobQueue, openJobQueue } from './queue';
import { type JobWorkers, startWorkers } from './worker';
import { numberedJob } from '../testing/jobs/numbered-job';

const greet = workspaceJob('greet', { name: z.string() }, { attempts: 3, backoffMs: 10, deadlineMs: 5_000 });
const beat = houseJob('beat');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let queue: OpenJobQueue;
let workers: JobWorkers | undefined;
let child: ChildProcess | undefined;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
  queue = openJobQueue({ databaseUrl: test.url }, () => undefined);
});

afterEach(async () => {
  await workers?.stop(0);
  workers = undefined;
  child?.kill('SIGKILL');
});

afterAll(async () => {
  await queue.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

function start(...handlers: readonly JobHandler[]): void {
  workers = startWorkers({ connection: { databaseUrl: test.url }, handlers, db, services: made.services, log: silentLogger, lockMs: 1_000 });
}

const soon = { timeout: 15_000, interval: 20 };

it('a job runs with its payload and a scope in its workspace', async () => {
  const seen: string[] = [];
  start(handleInWorkspace(greet, async (scope, { name }) => void seen.push(`${scope.workspaceId} ${scope.actor.kind} ${name}`)));
  await queue.enqueue(greet, { workspaceId: workspace.id, name: 'Ada' });
  await vi.waitFor(() => expect(seen).toEqual([`${workspace.id} system Ada`]), soon);
});

it('a payload that is not what the job takes is refused when it is given', async () => {
  await expect(queue.enqueue(greet, { workspaceId: workspace.id } as never)).rejects.toThrow(/name/);
});

it('a job that fails is tried again, and told when it is given up', async () => {
  let tries = 0;
  const gaveUp: string[] = [];
  start(
    handleInWorkspace(
      greet,
      async () => {
        tries++;
        throw new Error('not today');
      },
      async (_, { name }, error) => void gaveUp.push(`${name}: ${error.message}`),
    ),
  );
  await queue.enqueue(greet, { workspaceId: workspace.id, name: 'Grace' });
  await vi.waitFor(() => expect(gaveUp).toEqual(['Grace: not today']), soon);
  expect(tries).toBe(3);
});

it('a job of a workspace that is gone is given up at once', async () => {
  let runs = 0;
  start(handleInWorkspace(greet, async () => void runs++));
  await queue.enqueue(greet, { workspaceId: 'ws_gone', name: 'Nobody' });
  await queue.enqueue(greet, { workspaceId: workspace.id, name: 'Somebody' });
  await vi.waitFor(() => expect(runs).toBe(1), soon);
});

it('jobs with one key do not run beside each other, and one that waits is not doubled', async () => {
  let running = 0;
  let most = 0;
  const names: string[] = [];
  const gate = Promise.withResolvers<void>();
  start(
    handleInWorkspace(greet, async (_, { name }) => {
      most = Math.max(most, ++running);
      names.push(name);
      await gate.promise;
      running--;
    }),
  );
  await queue.enqueue(greet, { workspaceId: workspace.id, name: 'first' }, { key: 'same' });
  await vi.waitFor(() => expect(names).toEqual(['first']), soon);
  for (const name of ['second', 'third']) await queue.enqueue(greet, { workspaceId: workspace.id, name }, { key: 'same' });
  gate.resolve();
  await vi.waitFor(() => expect(names).toEqual(['first', 'third']), soon);
  expect(most).toBe(1);
});

it('stopping puts a job that does not end back, without counting the try', async () => {
  const hang = workspaceJob('hang', {}, { attempts: 1, deadlineMs: 60_000 });
  let runs = 0;
  start(
    handleInWorkspace(hang, (_scope, _payload, { signal }) => {
      runs++;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    }),
  );
  await queue.enqueue(hang, { workspaceId: workspace.id });
  await vi.waitFor(() => expect(runs).toBe(1), soon);
  await workers?.stop(0);
  start(handleInWorkspace(hang, async () => void runs++));
  await vi.waitFor(() => expect(runs).toBe(2), soon);
});

it('a scheduled job runs again and again', async () => {
  let beats = 0;
  start(handleInHouse(beat, async () => void beats++));
  await queue.schedule([{ job: beat, everyMs: 100 }]);
  await queue.schedule([{ job: beat, everyMs: 100 }]);
  await vi.waitFor(() => expect(beats).toBeGreaterThan(2), soon);
});

it('a process killed in the middle loses no job and does none twice', async () => {
  const client = new pg.Pool({ connectionString: test.url });
  try {
    await client.query('CREATE TABLE done_jobs (number int PRIMARY KEY, by_process int, times int DEFAULT 1)');
    for (let number = 1; number <= 30; number++) await queue.enqueue(numberedJob, { workspaceId: workspace.id, number });
    const count = async () => Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM done_jobs')).rows[0]?.n);

    child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../testing/jobs/worker-process.ts', import.meta.url)), test.url], {
      stdio: 'ignore',
    });
    await vi.waitFor(async () => expect(await count()).toBeGreaterThan(5), soon);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await count()).toBeLessThan(30);

    start(
      handleInWorkspace(
        numberedJob,
        async (_, { number }) => void (await client.query('INSERT INTO done_jobs VALUES ($1, $2) ON CONFLICT (number) DO NOTHING', [number, process.pid])),
      ),
    );
    await vi.waitFor(async () => expect(await count()).toBe(30), soon);
    const { rows } = await client.query<{ by_process: number; n: string }>('SELECT by_process, count(*) AS n FROM done_jobs GROUP BY by_process');
    expect(rows).toHaveLength(2);
    expect(rows.reduce((sum, row) => sum + Number(row.n), 0)).toBe(30);
  } finally {
    await client.end();
  }
}, 60_000);
