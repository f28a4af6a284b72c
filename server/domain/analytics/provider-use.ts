import { costOf } from '../../contracts/usage-amounts';
import type { WorkspaceScope } from '../../auth/scope';
import type { UsageUnit } from '../../contracts/analytics';
import { partsOf } from './measures';
import { type PriceOf, pricesOf } from './prices';
import { readTally, type Tally } from './tally';
import { timeSteps } from './time-steps';

/** What conversations have used of one provider in a period, by day. */
export interface ProviderUse {
  readonly provider: string;
  /** US dollars; null: something was used and nothing of it has a price. */
  readonly cost: number | null;
  /** Whether something that was used has no price, so that there is more to it. */
  readonly isPartlyUnpriced: boolean;
  /** Of each day. */
  readonly costByDay: readonly number[];
  /** How often a conversation left it for another in the middle. */
  readonly failovers: number;
}

export interface ProvidersUse {
  /** When each day begins, in ms since 1970. */
  readonly days: readonly number[];
  readonly providers: readonly ProviderUse[];
}

/** What each provider has cost, and how often it failed conversations; providers that nothing was asked of are left out. */
export async function providersUse(
  scope: WorkspaceScope,
  period: { readonly from: Date; readonly until: Date; readonly timeZone: string },
): Promise<ProvidersUse> {
  scope.may('credentials:read');
  const { edges } = timeSteps(period);
  const [tally, priceOf] = await Promise.all([
    readTally(scope, { measures: ['usage', 'failover'], edges, from: period.from, until: period.until, where: {} }),
    pricesOf(scope),
  ]);
  const usage = byProvider(tally.of('usage'), (key) => partsOf(key)[1] ?? '');
  const left = byProvider(tally.of('failover'), (key) => partsOf(key)[1] ?? '');
  const names = [...new Set([...usage.keys(), ...left.keys()])].sort();
  return {
    days: edges.map((edge) => edge.getTime()),
    providers: names.map((provider) => {
      const used = usage.get(provider) ?? [];
      const costs = used.map(([key, part]) => costOfPart(key, part, priceOf));
      return {
        provider,
        cost: costs.length > 0 && costs.every((cost) => cost === null) ? null : sum(costs),
        isPartlyUnpriced: costs.some((cost) => cost === null),
        costByDay: edges.map((_, step) => sum(used.map(([key, part]) => costOfPart(key, part.at(step), priceOf)))),
        failovers: (left.get(provider) ?? []).reduce((count, [, part]) => count + part.count, 0),
      };
    }),
  };
}

/** The parts of a tally by the provider whose model their key names: `openai` of `openai:gpt-4o`. */
function byProvider(tally: Tally, modelOf: (key: string) => string): ReadonlyMap<string, (readonly [key: string, part: Tally])[]> {
  return Map.groupBy(tally.by('key'), ([key]) => modelOf(key).split(':')[0] ?? '');
}

function costOfPart(key: string, part: Tally, priceOf: PriceOf): number | null {
  const [capability = '', producedBy = '', unit = ''] = partsOf(key);
  return costOf(part.sum, unit as UsageUnit, priceOf(capability, producedBy, unit as UsageUnit).price);
}

function sum(costs: readonly (number | null)[]): number {
  return costs.reduce<number>((total, cost) => total + (cost ?? 0), 0);
}
