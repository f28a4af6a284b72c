import { readFileSync } from 'node:fs';

/**
 * Whether the process `pid` runs and its command line holds `expected`. The text is compared on Linux only; it tells our
 * own process from a stranger that was given the number of a dead one, and from a zombie, whose command line is empty.
 */
export function isAlive(pid: number, expected: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else, as PostgreSQL does under root.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(expected);
  } catch {
    // It ended between the two questions.
    return false;
  }
}
