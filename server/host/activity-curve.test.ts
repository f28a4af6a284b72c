import { expect, it } from 'vitest';
import { type ActivityCurve, ActivityCurves } from './activity-curve';

function curvesOf(samples: readonly (readonly [number, number])[]): readonly ActivityCurve[] {
  const curves: ActivityCurve[] = [];
  const gatherer = new ActivityCurves((curve) => curves.push(curve));
  for (const [probability, atMs] of samples) gatherer.add(probability, atMs);
  gatherer.flush();
  return curves;
}

it('keeps the highest probability of each step, and where the curve began', () => {
  expect(
    curvesOf([
      [0.01, 1_000],
      [0.4, 1_210],
      [0.92, 1_260],
      [0.7, 1_350],
    ]),
  ).toEqual([{ fromMs: 1_200, stepMs: 100, values: [92, 70] }]);
});

it('keeps nothing of silence', () => {
  expect(
    curvesOf([
      [0.01, 0],
      [0.02, 5_000],
      [0, 40_000],
    ]),
  ).toEqual([]);
});

it('fills steps in which the detector said nothing with what it had said before', () => {
  expect(
    curvesOf([
      [0.5, 100],
      [0.8, 400],
    ])[0]?.values,
  ).toEqual([50, 50, 50, 80]);
});

it('hands a long curve over in pieces that follow each other', () => {
  const curves = curvesOf(Array.from({ length: 700 }, (_, index) => [0.6, index * 100] as const));
  expect(curves.map(({ fromMs, values }) => [fromMs, values.length])).toEqual([
    [0, 300],
    [30_000, 300],
    [60_000, 100],
  ]);
});
