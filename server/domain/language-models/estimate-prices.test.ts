import { expect, it } from 'vitest';
import { estimatePrice } from './estimate-prices';

const small = { promptLength: 4_000, pages: 0, usesRetrieval: false };

it('a longer prompt costs more, and a page more when all pages go along', () => {
  const cost = (size: Partial<typeof small>) => estimatePrice('gpt-4o-mini', false, { ...small, ...size })?.perMessage ?? 0;
  expect(cost({})).toBeCloseTo((1_600 * 0.15 + 60 * 0.6) / 1_000_000, 9);
  expect(cost({ promptLength: 40_000 })).toBeGreaterThan(cost({}));
  expect(cost({ pages: 100 })).toBeGreaterThan(cost({ pages: 100, usesRetrieval: true }));
});

it('the longest name that fits decides, unknown ones have no price, this machine costs nothing', () => {
  expect(estimatePrice('gpt-4o-mini-2024', false, small)?.perMessage).toBe(estimatePrice('gpt-4o-mini', false, small)?.perMessage);
  expect(estimatePrice('gpt-4o', false, small)?.perMessage).toBeGreaterThan(estimatePrice('gpt-4o-mini', false, small)?.perMessage ?? 0);
  expect(estimatePrice('nobody-knows', false, small)).toBeUndefined();
  expect(estimatePrice('embedded:answerer', true, small)).toEqual({ perMessage: 0, perMinute: 0 });
});
