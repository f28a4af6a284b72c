import type { TopicPlace } from '@/server/contracts/analytics';

/** Where a circle stands in a box of `ratio` to one: `left`, `width` as shares of its width, `top` of its height. */
export interface Circle extends TopicPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** How much wider than high the box is. */
const ratio = 2;
const mostCircles = 12;
const rounds = 200;
/** Shares of the box's height. */
const smallest = 0.27;
const largest = 0.4;
const gap = 0.02;

/** Circles by how often topics come up, moved apart until none lies on another; always the same for the same topics. */
export function spread(places: readonly TopicPlace[]): readonly Circle[] {
  const shown = places.toSorted((a, b) => b.count - a.count).slice(0, mostCircles);
  const most = Math.max(...shown.map(({ count }) => count));
  // Many circles are smaller ones, or they would not fit.
  const scale = Math.min(1, Math.sqrt(10 / shown.length));
  const [across, down] = [within(shown.map(({ x }) => x)), within(shown.map(({ y }) => y))];
  const circles = shown.map((place) => {
    const size = Math.max(smallest, largest * Math.sqrt(place.count / most)) * scale;
    return { place, r: size / 2, x: across(place.x) * ratio, y: down(place.y) };
  });
  for (let round = 0; round < rounds; round++) {
    for (const [i, a] of circles.entries()) {
      for (const b of circles.slice(i + 1)) part(a, b, i);
      a.x = Math.min(ratio - a.r, Math.max(a.r, a.x));
      a.y = Math.min(1 - a.r, Math.max(a.r, a.y));
    }
  }
  return circles.map(({ place, r, x, y }) => ({ ...place, left: x / ratio, top: y, width: (2 * r) / ratio }));
}

/** From the first to the last of these values as from 0 to 1; the middle where they are one. */
function within(values: readonly number[]): (value: number) => number {
  const [first, last] = [Math.min(...values), Math.max(...values)];
  return (value) => (last - first < 1e-6 ? 0.5 : (value - first) / (last - first));
}

interface Moved {
  readonly r: number;
  x: number;
  y: number;
}

function part(a: Moved, b: Moved, turn: number): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(dx, dy);
  const missing = a.r + b.r + gap - distance;
  if (missing <= 0) return;
  // Two in one place have no direction of their own.
  const [ux, uy] = distance < 1e-6 ? [Math.cos(turn), Math.sin(turn)] : [dx / distance, dy / distance];
  a.x -= (ux * missing) / 2;
  a.y -= (uy * missing) / 2;
  b.x += (ux * missing) / 2;
  b.y += (uy * missing) / 2;
}
