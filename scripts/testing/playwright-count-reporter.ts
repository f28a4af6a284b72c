import type { FullResult, Reporter, Suite, TestError } from '@playwright/test/reporter';
import { writeCounts } from './counts.ts';

/** Counts tests for the summary. A test that passed at a second try passed; an error outside of any test counts as a failed one. */
export default class CountReporter implements Reporter {
  #suite: Suite | undefined;
  #errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(_error: TestError): void {
    this.#errors++;
  }

  onEnd(_result: FullResult): void {
    const outcomes = (this.#suite?.allTests() ?? []).map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    writeCounts({ passed: count('expected', 'flaky'), failed: count('unexpected') + this.#errors, skipped: count('skipped') });
  }
}
