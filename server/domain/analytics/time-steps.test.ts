import { describe, expect, it } from 'vitest';
import { timeSteps } from './time-steps';

const cut = (from: string, until: string, timeZone: string) => {
  const { step, edges } = timeSteps({ from: new Date(from), until: new Date(until), timeZone });
  return { step, edges: edges.map((edge) => edge.toISOString()) };
};

describe('time steps', () => {
  it('are hours for a day', () => {
    const { step, edges } = cut('2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z', 'Europe/Madrid');
    expect(step).toBe('hour');
    expect(edges).toHaveLength(24);
    expect(edges[0]).toBe('2026-03-01T10:00:00.000Z');
  });

  it('are the days of the zone for a week, the night of the clock change included', () => {
    const { step, edges } = cut('2026-03-27T12:00:00Z', '2026-03-31T12:00:00Z', 'Europe/Madrid');
    expect(step).toBe('day');
    expect(edges).toEqual([
      '2026-03-26T23:00:00.000Z',
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
  });

  it('begin at half past where a zone does', () => {
    expect(cut('2026-05-01T00:00:00Z', '2026-05-04T00:00:00Z', 'Asia/Kolkata').edges[1]).toBe('2026-05-01T18:30:00.000Z');
  });

  it('are weeks from Monday for half a year', () => {
    const { step, edges } = cut('2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z', 'America/Sao_Paulo');
    expect(step).toBe('week');
    expect(edges.slice(0, 2)).toEqual(['2025-12-29T03:00:00.000Z', '2026-01-05T03:00:00.000Z']);
    expect(new Set(edges.map((edge) => new Date(edge).getUTCDay()))).toEqual(new Set([1]));
  });
});
