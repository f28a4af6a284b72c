import type { Stretch } from './timeline';

/** How many times closer than the whole. */
export const zooms = [1, 2, 4, 8, 16] as const;
export type Zoom = (typeof zooms)[number];

/** The part of the conversation that is shown: pages of equal length, of which the one with this moment is open. */
export function windowAt(atMs: number, durationMs: number, zoom: Zoom): Stretch {
  const lengthMs = Math.max(1, durationMs) / zoom;
  const page = Math.min(zoom - 1, Math.max(0, Math.floor(atMs / lengthMs)));
  return { startMs: page * lengthMs, endMs: (page + 1) * lengthMs };
}

/** Where a moment lies in the window, from 0 to 1; beyond that outside of it. */
export function placeIn(window: Stretch, ms: number): number {
  return (ms - window.startMs) / Math.max(1, window.endMs - window.startMs);
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Round moments to write on the axis: as many as fit, with none nearer to the next than `gap` of the width. */
export function ticksOf(window: Stretch, gap: number): readonly number[] {
  const leastMs = (window.endMs - window.startMs) * gap;
  const stepMs = (steps.find((seconds) => seconds * 1000 >= leastMs) ?? 3_600) * 1000;
  const first = Math.ceil(window.startMs / stepMs);
  const count = Math.max(0, Math.floor(window.endMs / stepMs) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * stepMs);
}
