import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead';

async function* counting(log: string[], failsAt = Number.POSITIVE_INFINITY) {
  try {
    for (let i = 0; i < 10; i++) {
      if (i === failsAt) throw new Error('broken');
      log.push(`made ${i}`);
      yield i;
    }
  } finally {
    log.push('closed');
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('reading ahead', () => {
  it('fetches no further than asked before anything is taken', async () => {
    const log: string[] = [];
    const values = readAhead(counting(log), 3);
    expect((await values.next()).value).toBe(0);
    await settled();
    // Three wait, one is on its way in, one was taken.
    expect(log.filter((line) => line.startsWith('made')).length).toBeLessThanOrEqual(5);
    await values.return();
    expect(log.at(-1)).toBe('closed');
  });

  it('gives everything in order, then the failure', async () => {
    const log: string[] = [];
    const taken: number[] = [];
    await expect(
      (async () => {
        for await (const value of readAhead(counting(log, 4), 2)) taken.push(value);
      })(),
    ).rejects.toThrow('broken');
    expect(taken).toEqual([0, 1, 2, 3]);
  });

  it('closes the source when the taker stops', async () => {
    const log: string[] = [];
    for await (const value of readAhead(counting(log), 2)) if (value === 1) break;
    expect(log.at(-1)).toBe('closed');
  });
});
