import { describe, expect, it } from 'vitest';
import { isFlaky, passRate } from './pass-rate';

describe('the pass rate of a test', () => {
  it('is nothing before a run is over', () => {
    expect(passRate(0, 0)).toBeNull();
  });

  it('has the interval of Wilson', () => {
    const rate = passRate(7, 3);
    expect(rate?.rate).toBeCloseTo(0.7);
    expect(rate?.low).toBeCloseTo(0.397, 3);
    expect(rate?.high).toBeCloseTo(0.892, 3);
  });

  it('claims no certainty from one run', () => {
    expect(passRate(1, 0)).toMatchObject({ rate: 1, high: 1 });
    expect(passRate(1, 0)?.low).toBeCloseTo(0.207, 3);
    expect(passRate(0, 1)?.high).toBeCloseTo(0.793, 3);
  });

  it('calls a test flaky that does both', () => {
    expect([passRate(5, 0), passRate(0, 5), passRate(3, 2)].map((rate) => rate !== null && isFlaky(rate))).toEqual([false, false, true]);
  });
});
