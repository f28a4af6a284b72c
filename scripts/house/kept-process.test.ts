import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { KeptProcess } from './kept-process.ts';
import { LogSink } from './log-sink.ts';
import { isAlive } from './process-alive.ts';
import { eventually } from './wait.ts';

let dir: string;
let said: string[];
let gaveUp: string | undefined;
let pids: number[];
let kept: KeptProcess;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'parley-kept-'));
  said = [];
  pids = [];
  gaveUp = undefined;
});
afterEach(async () => {
  await kept.stop(1_000);
  rmSync(dir, { recursive: true, force: true });
});

function logged(): string {
  return readFileSync(path.join(dir, 'voice.log'), 'utf8');
}

/** A server that is ready at once; `extra` is what else its program does. */
async function keep(extra: string): Promise<KeptProcess> {
  const port = await freePort();
  const program = `require('node:http').createServer((q, r) => r.end('ok')).listen(${port}, '127.0.0.1'); ${extra}`;
  kept = new KeptProcess({
    upstream: { name: 'voice', port, healthPath: '/health' },
    args: ['-e', program],
    env: process.env,
    sink: new LogSink(dir, 'voice'),
    readyTimeoutMs: 10_000,
    onStarted: (pid) => pids.push(pid),
    onGaveUp: (reason) => {
      gaveUp = reason;
    },
    say: (line) => said.push(line),
  });
  return kept;
}

test('a process that dies is started again', async () => {
  await (await keep('')).start();
  process.kill(pids[0] ?? -1, 'SIGKILL');
  expect(await eventually(() => said.some((line) => line.includes('is back')), { timeoutMs: 10_000 })).toBe(true);
  expect(pids).toHaveLength(2);
  expect(said[0]).toContain('ended by SIGKILL');
  expect(gaveUp).toBeUndefined();
});

test('a process that ends before it is ready is reported with its last words', async () => {
  await expect((await keep(`console.error('no such table'); process.exit(7)`)).start()).rejects.toThrow(/no such table\n\(exit code 7\)/);
  expect(await eventually(() => logged().includes('no such table'), { timeoutMs: 5_000 })).toBe(true);
});

test('a process that never becomes ready is ended when its time is over', async () => {
  kept = new KeptProcess({
    upstream: { name: 'voice', port: await freePort(), healthPath: '/health' },
    args: ['-e', 'process.stdin.resume(); setInterval(() => {}, 1000)'],
    env: process.env,
    sink: new LogSink(dir, 'silent'),
    readyTimeoutMs: 300,
    onStarted: (pid) => pids.push(pid),
    onGaveUp: () => {},
    say: () => {},
  });
  await expect(kept.start()).rejects.toThrow(/did not become ready within 0.3 s/);
  expect(isAlive(pids.at(-1) ?? -1, 'stdin.resume')).toBe(false);
});

test('a stop lets it end in its own way, and takes it away when it does not', async () => {
  await (await keep(`process.on('SIGTERM', () => { console.log('draining'); setTimeout(() => process.exit(0), 50); })`)).start();
  await kept.stop(5_000);
  expect(await eventually(() => logged().includes('draining'), { timeoutMs: 5_000 })).toBe(true);

  await (await keep(`process.on('SIGTERM', () => {})`)).start();
  await kept.stop(100);
  expect(isAlive(pids.at(-1) ?? -1, 'createServer')).toBe(false);
  expect(said).toEqual([]);
});
