import { describe, expect, it } from 'vitest';
import { branchFor } from './traffic-split';

describe('splitting traffic', () => {
  it('gives one caller the same branch each time', () => {
    const split = { a: 50, b: 50 };
    for (let i = 0; i < 50; i++) expect(branchFor(`conv_${i}`, split)).toBe(branchFor(`conv_${i}`, { b: 50, a: 50 }));
  });

  it('follows the percentages', () => {
    const counts = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 10_000; i++) counts[branchFor(`conv_${i}`, { a: 70, b: 25, c: 5 }) as 'a' | 'b' | 'c']++;
    expect(counts.a).toBeGreaterThan(6_700);
    expect(counts.a).toBeLessThan(7_300);
    expect(counts.c).toBeGreaterThan(400);
    expect(counts.c).toBeLessThan(600);
  });

  it('sends nobody to a branch without a share', () => {
    for (let i = 0; i < 200; i++) expect(branchFor(`conv_${i}`, { a: 0, b: 100 })).toBe('b');
    expect(branchFor('x', {})).toBeUndefined();
  });
});
