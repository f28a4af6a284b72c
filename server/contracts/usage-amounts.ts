import { pricedAmounts, type UsageUnit } from './analytics';

/** What one provider was used for, as it is metered: an event `usage`, or a provider's share of `usage-totalled`. */
export interface MeteredUse {
  readonly capability: string;
  readonly producedBy: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly characters?: number;
  readonly seconds?: number;
}

/** The use in the units that have prices; nothing of what was not used. */
export function amountsOf(use: MeteredUse): readonly (readonly [UsageUnit, number])[] {
  const cached = use.cachedInputTokens ?? 0;
  const amounts: Readonly<Record<string, readonly (readonly [UsageUnit, number])[]>> = {
    'language-model': [
      ['input-tokens', Math.max(0, (use.inputTokens ?? 0) - cached)],
      ['cached-input-tokens', cached],
      ['output-tokens', use.outputTokens ?? 0],
    ],
    'text-to-speech': [['characters', use.characters ?? 0]],
    'speech-to-text': [['milliseconds', (use.seconds ?? 0) * 1000]],
  };
  return (amounts[use.capability] ?? []).filter(([, amount]) => amount > 0);
}

/** US dollars for the priced amount of a unit; null: no price is known. */
export interface UnitPrice {
  readonly capability: string;
  readonly producedBy: string;
  readonly unit: UsageUnit;
  readonly usd: number | null;
}

export function costOf(amount: number, unit: UsageUnit, price: number | null): number | null {
  return price === null ? null : (amount / pricedAmounts[unit]) * price;
}

/** What a use costs in US dollars; null where the price of any part of it is not known. */
export function costOfUse(use: MeteredUse, prices: readonly UnitPrice[]): number | null {
  const costs = amountsOf(use).map(([unit, amount]) => {
    const price = prices.find((each) => each.capability === use.capability && each.producedBy === use.producedBy && each.unit === unit);
    return costOf(amount, unit, price?.usd ?? null);
  });
  return costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
}
