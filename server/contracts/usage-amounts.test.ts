import { describe, expect, it } from 'vitest';
import { amountsOf, costOfUse, type UnitPrice } from './usage-amounts';

const model = { capability: 'language-model', producedBy: 'openai:gpt-4o-mini', inputTokens: 1_000, cachedInputTokens: 200, outputTokens: 100 };
const price = (unit: UnitPrice['unit'], usd: number | null): UnitPrice => ({ capability: model.capability, producedBy: model.producedBy, unit, usd });

describe('what a use comes to', () => {
  it('counts what was read from a cache apart, and leaves out what was not used', () => {
    expect(amountsOf(model)).toEqual([
      ['input-tokens', 800],
      ['cached-input-tokens', 200],
      ['output-tokens', 100],
    ]);
    expect(amountsOf({ capability: 'speech-to-text', producedBy: 'x', seconds: 1.5 })).toEqual([['milliseconds', 1_500]]);
    expect(amountsOf({ capability: 'text-to-speech', producedBy: 'x', characters: 0 })).toEqual([]);
  });

  it('costs the sum of its parts, and is not known where the price of a part is not', () => {
    const prices = [price('input-tokens', 0.15), price('cached-input-tokens', 0.075), price('output-tokens', 0.6)];
    expect(costOfUse(model, prices)).toBeCloseTo((800 * 0.15 + 200 * 0.075 + 100 * 0.6) / 1e6, 12);
    expect(costOfUse(model, [...prices.slice(0, 2), price('output-tokens', null)])).toBeNull();
    expect(costOfUse(model, [])).toBeNull();
    expect(costOfUse({ ...model, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }, [])).toBe(0);
  });
});
