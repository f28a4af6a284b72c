export interface PassRate {
  readonly passed: number;
  readonly judged: number;
  /** Share that passed, 0 to 1. */
  readonly rate: number;
  /** Where the true share lies, 19 times out of 20. */
  readonly low: number;
  readonly high: number;
}

/** z of a 95 % interval. */
const z = 1.96;

/** How often a test passes, from runs of it that are over; null without any. The interval is Wilson's: it holds for few runs too, and never leaves 0 to 1. */
export function passRate(passed: number, failed: number): PassRate | null {
  const judged = passed + failed;
  if (judged === 0) return null;
  const rate = passed / judged;
  const scale = 1 + z ** 2 / judged;
  const middle = (rate + z ** 2 / (2 * judged)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / judged + z ** 2 / (4 * judged ** 2));
  return { passed, judged, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Neither always passes nor always fails. */
export function isFlaky({ passed, judged }: PassRate): boolean {
  return passed > 0 && passed < judged;
}
