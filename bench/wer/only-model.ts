import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A model store that shows one model of another, so that no other is preferred to it. Gone when the process ends. */
export function onlyModel(modelsDir: string, name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
  symlinkSync(path.resolve(modelsDir, name), path.join(folder, name), 'dir');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
