import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataDir, runningInstance } from './instance-lock.ts';
import { isAlive } from './process-alive.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'parley-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A process that lives until it is told to end, with a word of ours in its command line. */
function bystander(word: string): number {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', word], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  return child.pid ?? -1;
}

test('a second start on the same folder is told where the first one is, and how to stop it', async () => {
  const pid = bystander('scripts/start.ts');
  writeFileSync(path.join(dataDir, 'running.json'), JSON.stringify({ pid, address: 'http://127.0.0.1:3000', children: {} }));
  await expect(claimDataDir(dataDir)).rejects.toThrow(`already running on ${dataDir} (process ${pid}). It is at http://127.0.0.1:3000`);
  expect(runningInstance(dataDir)?.address).toBe('http://127.0.0.1:3000');
  process.kill(pid);
});

test('a start waits for an instance that is stopping, and says so', async () => {
  const pid = bystander('scripts/start.ts');
  const other = { pid, address: 'http://127.0.0.1:3000', children: {} };
  writeFileSync(path.join(dataDir, 'running.json'), JSON.stringify({ ...other, isStopping: true }));
  const said: string[] = [];
  const claimed = claimDataDir(dataDir, { say: (line) => said.push(line), timeoutMs: 30_000 });
  process.kill(pid);
  (await claimed).release();
  expect(said.join()).toContain('Waiting for the one that is stopping');
});

test('a stopping instance that never ends is reported like any other', async () => {
  const pid = bystander('scripts/start.ts');
  writeFileSync(path.join(dataDir, 'running.json'), JSON.stringify({ pid, address: 'http://127.0.0.1:3000', children: {}, isStopping: true }));
  await expect(claimDataDir(dataDir, { timeoutMs: 0 })).rejects.toThrow('already running');
  process.kill(pid);
});

test('what a killed instance left running is ended, and a stranger with the same number is not', async () => {
  const orphan = bystander('server.mjs');
  const stranger = bystander('something-else');
  const children = { voice: { pid: orphan, marker: 'server.mjs' }, web: { pid: stranger, marker: 'next' } };
  writeFileSync(path.join(dataDir, 'running.json'), JSON.stringify({ pid: 2 ** 22 + 1, address: '', children }));
  const lock = await claimDataDir(dataDir);
  expect(isAlive(orphan, 'server.mjs')).toBe(false);
  expect(isAlive(stranger, 'something-else')).toBe(true);
  process.kill(stranger);
  lock.release();
});

test('a folder that was released, or whose record is damaged, can be claimed', async () => {
  (await claimDataDir(dataDir)).release();
  writeFileSync(path.join(dataDir, 'running.json'), '{"pid":');
  (await claimDataDir(dataDir)).release();
  expect(runningInstance(dataDir)).toBeUndefined();
});
