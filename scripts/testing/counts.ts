import { readFileSync, writeFileSync } from 'node:fs';

/** How many tests passed and failed; what did not run counts as neither. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Names the file through which a reporter hands its counts to `scripts/test.ts`. */
export const countsVariable = 'PARLEY_TEST_COUNTS';

export function writeCounts(counts: Counts): void {
  const file = process.env[countsVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
}

/** What a reporter wrote; nothing when the runner ended before it could. */
export function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    // The runner broke off; its exit code tells that.
    return undefined;
  }
}
