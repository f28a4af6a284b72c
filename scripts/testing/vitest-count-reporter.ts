import type { Reporter, TestModule } from 'vitest/node';
import { writeCounts } from './counts.ts';

/** Counts tests for the summary. A file that could not be loaded, and an error outside of any test, count as a failed one each. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    for (const file of modules) {
      let failedHere = 0;
      for (const test of file.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failedHere++;
        else skipped++;
      }
      failed += file.state() === 'failed' ? Math.max(1, failedHere) : failedHere;
    }
    writeCounts({ passed, failed, skipped });
  }
}
