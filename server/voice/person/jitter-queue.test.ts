import { describe, expect, it } from 'vitest';
import { JitterQueue } from './jitter-queue';

const block = (name: number) => new Int16Array(320).fill(name);
const nameOf = (pcm: Int16Array | null) => pcm?.[0] ?? null;

describe('the queue of a person’s voice', () => {
  it('P6 gives nothing before 60 ms are there, and gathers them again after a gap', () => {
    const queue = new JitterQueue();
    queue.offer(block(1));
    queue.offer(block(2));
    expect(queue.take()).toBeNull();
    queue.offer(block(3));
    expect([queue.take(), queue.take(), queue.take(), queue.take()].map(nameOf)).toEqual([1, 2, 3, null]);
    queue.offer(block(4));
    expect(queue.take()).toBeNull();
    expect(nameOf(queue.take(true))).toBe(4);
  });

  it('P6 holds 400 ms; the oldest is dropped', () => {
    const queue = new JitterQueue();
    for (let name = 1; name <= 25; name++) queue.offer(block(name));
    expect([queue.size, queue.dropped]).toEqual([20, 5]);
    expect(nameOf(queue.take())).toBe(6);
  });

  it('P6 delay that a burst left behind is given up, a block a second', () => {
    const queue = new JitterQueue();
    for (let name = 0; name < 15; name++) queue.offer(block(name));
    for (let second = 0; second < 12; second++)
      for (let i = 0; i < 50; i++) {
        queue.take();
        queue.offer(block(i));
      }
    expect(queue.size).toBeLessThanOrEqual(6);
    expect(queue.size).toBeGreaterThanOrEqual(3);
  });
});
