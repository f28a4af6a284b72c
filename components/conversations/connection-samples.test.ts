import { describe, expect, it } from 'vitest';
import { connectionSamples, connectionSummary } from './connection-samples';

const event = (atMs: number, data: Record<string, unknown>, kind = 'connection-quality') => ({ sequence: atMs, atMs, kind, data });

describe('the line over a conversation', () => {
  it('is what the events say, and nothing where they say nothing', () => {
    expect(connectionSamples([event(0, {}, 'speech-started'), event(1, { level: 'odd', score: 1 })])).toEqual([]);
    expect(connectionSummary([], 1_000)).toBeNull();
    expect(connectionSamples([event(2_500, { level: 'fair', score: 70, jitterMs: 40, lostShare: 0.01, roundTripMs: null })])).toEqual([
      { atMs: 2_500, level: 'fair', score: 70, jitterMs: 40, lostShare: 0.01, roundTripMs: null },
    ]);
  });

  it('is summed up by the level that held longest, and by the worst', () => {
    const samples = connectionSamples([
      event(0, { level: 'good', score: 100 }),
      event(60_000, { level: 'poor', score: 20 }),
      event(65_000, { level: 'good', score: 95 }),
    ]);
    expect(connectionSummary(samples, 90_000)).toEqual({ usual: 'good', worst: 'poor' });
  });
});
