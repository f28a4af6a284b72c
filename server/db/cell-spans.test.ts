import { describe, expect, it } from 'vitest';
import { spansOf, type WeighedSpan } from './cell-spans';

const hourMs = 3_600_000;
const at = (text: string) => new Date(text);

/** How often each hour is counted in a step. */
function hoursOf(spans: readonly WeighedSpan[], step = 0): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const span of spans.filter((each) => each.step === step)) {
    expect(span.start.getTime() % (span.hours * hourMs)).toBe(0);
    for (let i = 0; i < span.hours; i++) {
      const hour = span.start.getTime() / hourMs + i;
      counts.set(hour, (counts.get(hour) ?? 0) + span.weight);
    }
  }
  return new Map([...counts].filter(([, count]) => count !== 0));
}

const every = (from: number, until: number) => new Map(Array.from({ length: until - from }, (_, i) => [from + i, 1] as const));
const sorted = (hours: ReadonlyMap<number, number>) => new Map([...hours].sort(([a], [b]) => a - b));

describe('spansOf', () => {
  it('counts each hour of any period once and no other', () => {
    const start = at('2026-03-01T00:00:00Z').getTime() / hourMs;
    for (let from = 0; from < 30; from++) {
      for (let until = from; until < 80; until++) {
        const spans = spansOf(new Date((start + from) * hourMs), new Date((start + until) * hourMs));
        expect(sorted(hoursOf(spans)), `${from} to ${until}`).toEqual(every(start + from, start + until));
      }
    }
  });

  it('takes whole days for whole days, and for a day of another zone few pieces more', () => {
    expect(spansOf(at('2026-03-01T00:00:00Z'), at('2026-03-31T00:00:00Z')).every(({ hours, weight }) => hours === 24 && weight === 1)).toBe(true);
    for (let offset = 0; offset < 24; offset++) {
      const day = new Date(at('2026-03-01T00:00:00Z').getTime() + offset * hourMs);
      expect(spansOf(day, new Date(day.getTime() + 24 * hourMs)).length, `offset ${offset}`).toBeLessThanOrEqual(11);
    }
  });

  it('cuts at edges, the first of which may lie before the period', () => {
    const edges = [at('2026-03-01T00:00:00Z'), at('2026-03-01T22:30:00Z'), at('2026-03-02T22:30:00Z')];
    const spans = spansOf(at('2026-03-01T05:00:00Z'), at('2026-03-03T10:00:00Z'), edges);
    const hour = (text: string) => at(text).getTime() / hourMs;
    expect(sorted(hoursOf(spans, 0))).toEqual(every(hour('2026-03-01T05:00:00Z'), hour('2026-03-01T23:00:00Z')));
    expect(sorted(hoursOf(spans, 1))).toEqual(every(hour('2026-03-01T23:00:00Z'), hour('2026-03-02T23:00:00Z')));
    expect(sorted(hoursOf(spans, 2))).toEqual(every(hour('2026-03-02T23:00:00Z'), hour('2026-03-03T10:00:00Z')));
  });

  it('has nothing for a period that ends before it began', () => {
    expect(spansOf(at('2026-03-02T00:00:00Z'), at('2026-03-01T00:00:00Z'))).toEqual([]);
  });
});
