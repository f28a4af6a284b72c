import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, limitsOf, percentileOf } from './buckets';

function counted(times: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ms of times) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return counts;
}

describe('buckets of times', () => {
  it('puts each time between the limits of its bucket', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30_000_000, noNaN: true }), (ms) => {
        const [from, to] = limitsOf(bucketOf(ms));
        expect(ms).toBeGreaterThanOrEqual(from * (1 - 1e-9));
        expect(ms).toBeLessThanOrEqual(to * (1 + 1e-9));
      }),
    );
  });

  it('takes what came before the end, or is no number, for no time at all', () => {
    expect([bucketOf(-40), bucketOf(0), bucketOf(10), bucketOf(Number.NaN)]).toEqual([0, 0, 0, 0]);
    expect(bucketOf(10.1)).toBe(1);
  });

  it('finds every percentile in the bucket of the time that sorting finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (times, share) => {
          const sorted = times.toSorted((a, b) => a - b);
          const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
          expect(bucketOf(percentileOf(counted(times), share) ?? -1)).toBe(bucketOf(exact));
        },
      ),
    );
  });

  it('knows no percentile of nothing', () => {
    expect(percentileOf(new Map(), 0.5)).toBeNull();
    expect(percentileOf(new Map([[4, 0]]), 0.5)).toBeNull();
  });
});
