import { expect, it } from 'vitest';
import { placeIn, ticksOf, windowAt } from './track-window';

it('shows the page on which the moment lies, and at the end the last one', () => {
  expect(windowAt(0, 80_000, 1)).toEqual({ startMs: 0, endMs: 80_000 });
  expect(windowAt(45_000, 80_000, 4)).toEqual({ startMs: 40_000, endMs: 60_000 });
  expect(windowAt(80_000, 80_000, 4)).toEqual({ startMs: 60_000, endMs: 80_000 });
});

it('says where a moment lies in a window', () => {
  expect([placeIn({ startMs: 40_000, endMs: 60_000 }, 45_000), placeIn({ startMs: 40_000, endMs: 60_000 }, 30_000)]).toEqual([0.25, -0.5]);
});

it('writes round moments that are far enough apart', () => {
  expect(ticksOf({ startMs: 0, endMs: 60_000 }, 0.1)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  expect(ticksOf({ startMs: 1_100, endMs: 3_100 }, 0.25)).toEqual([1_500, 2_000, 2_500, 3_000]);
});
