import { expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval';

it('gives the bounds that tables give', () => {
  const [lower = 0, upper = 0] = wilsonInterval(8, 10) ?? [];
  expect(lower).toBeCloseTo(0.4902, 4);
  expect(upper).toBeCloseTo(0.9433, 4);
});

it('stays between nothing and all, and is not certain after a few', () => {
  expect(wilsonInterval(0, 5)?.[0]).toBe(0);
  expect(wilsonInterval(0, 5)?.[1]).toBeCloseTo(0.4345, 4);
  expect(wilsonInterval(5, 5)?.[1]).toBe(1);
  expect(wilsonInterval(0, 0)).toBeUndefined();
});
