import { expect, test } from 'vitest';
import { spread } from './spread-topics';

const place = (i: number, count: number, x: number, y: number) => ({ topicId: `topic_${i}`, label: `Topic ${i}`, count, x, y });

const overlaps = (places: ReturnType<typeof spread>) =>
  places.flatMap((a, i) => places.slice(i + 1).filter((b) => Math.hypot((a.left - b.left) * 2, a.top - b.top) < a.width + b.width - 0.002));

test('circles lie inside of the box and not on each other, the more frequent larger', () => {
  const circles = spread([place(1, 40, -1, -1), place(2, 10, 0.1, 0), place(3, 10, 0.1, 0), place(4, 1, 1, 1)]);
  expect(overlaps(circles)).toEqual([]);
  for (const { left, top, width } of circles) {
    expect(left - width / 2).toBeGreaterThanOrEqual(-1e-9);
    expect(left + width / 2).toBeLessThanOrEqual(1 + 1e-9);
    expect(top - width).toBeGreaterThanOrEqual(-1e-9);
    expect(top + width).toBeLessThanOrEqual(1 + 1e-9);
  }
  const widths = circles.map(({ width }) => width);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  expect(widths[0]).toBeGreaterThan(widths[1] ?? 1);
});

test('as many topics as are drawn, equally frequent and all alike, still find room', () => {
  const circles = spread(Array.from({ length: 40 }, (_, i) => place(i, 40, Math.sin(i) / 5, Math.cos(i) / 5)));
  expect(circles).toHaveLength(12);
  expect(overlaps(circles)).toEqual([]);
  expect(spread([place(1, 3, 0, 0)])).toMatchObject([{ left: 0.5, top: 0.5 }]);
});
