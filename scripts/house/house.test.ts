import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf, hasChanged, remember } from './fingerprint.ts';
import { readable } from './log-sink.ts';
import { rootDir } from './paths.ts';
import { derivedKey, secretOf } from './secret.ts';
import { Shutdown } from './shutdown.ts';
import { printedSteps, StepFailed } from './steps.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'parley-house-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('sources count as changed when their contents do, and not when only their time does', () => {
  const record = path.join(dir, 'record.json');
  const source = path.join(dir, 'a.ts');
  const sources = [path.relative(rootDir, dir)];
  writeFileSync(source, 'one');
  expect(hasChanged(sources, record)).toBe(true);
  remember(fingerprintOf(['package.json', path.relative(rootDir, source)]), record);
  const watched = ['package.json', path.relative(rootDir, source)];
  expect(hasChanged(watched, record)).toBe(false);
  utimesSync(source, 1, 1);
  expect(hasChanged(watched, record)).toBe(false);
  writeFileSync(source, 'two');
  expect(hasChanged(watched, record)).toBe(true);
});

test('tests and generated files do not make a build stale', () => {
  const record = path.join(tmpdir(), `parley-record-${process.pid}.json`);
  const sources = [path.relative(rootDir, dir)];
  writeFileSync(path.join(dir, 'a.ts'), 'one');
  remember(fingerprintOf(sources), record);
  writeFileSync(path.join(dir, 'a.test.ts'), 'expect');
  expect(hasChanged(sources, record)).toBe(false);
  writeFileSync(path.join(dir, 'b.ts'), 'new');
  expect(hasChanged(sources, record)).toBe(true);
  rmSync(record);
});

test('the secret is made once, is private, and one that is set wins', () => {
  const made = secretOf(dir, undefined);
  expect(made.length).toBeGreaterThanOrEqual(32);
  expect(secretOf(dir, undefined)).toBe(made);
  expect(statSync(path.join(dir, 'secret')).mode & 0o777).toBe(0o600);
  expect(secretOf(dir, 'given')).toBe('given');
  expect(derivedKey(made, 'a')).not.toBe(derivedKey(made, 'b'));
  writeFileSync(path.join(dir, 'secret'), 'cut');
  expect(() => secretOf(dir, undefined)).toThrow(/damaged/);
});

test('what was started first is stopped last, and a part that fails holds up no other', async () => {
  const shutdown = new Shutdown();
  const order: string[] = [];
  await shutdown.add('database', () => void order.push('database'));
  await shutdown.add('web', () => Promise.reject(new Error('stuck')));
  await shutdown.add('voice', () => void order.push('voice'));
  const reports: string[] = [];
  await Promise.all([shutdown.run((line) => reports.push(line)), shutdown.run(() => {})]);
  await shutdown.add('late', () => void order.push('late'));
  expect(order).toEqual(['voice', 'database', 'late']);
  expect(reports.join()).toContain('web did not stop as it should: stuck');
});

test('a step says what failed and what to do', async () => {
  let printed = '';
  const steps = printedSteps((text) => {
    printed += text;
  });
  await steps.run('database', async () => 3, { note: (n) => `${n} of them` });
  await expect(steps.run('pages', () => Promise.reject(new Error('no disk')), { ifItFails: 'free some space' })).rejects.toThrow(StepFailed);
  expect(printed).toMatch(/✓ database: 3 of them \(\d+\.\d s\)/);
  expect(printed).toContain('no disk');
  expect(printed).toContain('What to do: free some space');
});

test('structured log lines are shown for people, others as they are', () => {
  const line = JSON.stringify({ level: 40, time: 0, pid: 1, hostname: 'h', name: 'voice', conversationId: 'conv_1', msg: 'slow answer' });
  expect(readable(line)).toBe('00:00:00.000 warn  slow answer conversationId=conv_1');
  expect(readable('{"not":"a log line"}')).toBe('{"not":"a log line"}');
  expect(readable('plain')).toBe('plain');
});
