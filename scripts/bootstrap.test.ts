import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { rootDir } from './house/paths.ts';

test('a script is told to stop when the shell between npm and it was ended by a signal', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'parley-bootstrap-'));
  const script = path.join(dir, 'waits.ts');
  writeFileSync(script, `process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); }); setInterval(() => {}, 1000); console.log('running');`);
  // The second command keeps the shell from becoming Node itself.
  const command = `"${process.execPath}" scripts/bootstrap.mjs "${path.relative(rootDir, script)}"; true`;
  const shell = spawn('sh', ['-c', command], { cwd: rootDir, env: { ...process.env, npm_lifecycle_event: 'start' }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: shell.stdout })) {
      lines.push(line);
      if (line === 'running') shell.kill('SIGTERM');
    }
    expect(lines).toEqual(['running', 'stopping']);
    if (shell.exitCode === null && shell.signalCode === null) await once(shell, 'exit');
    expect(shell.signalCode).toBe('SIGTERM');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
