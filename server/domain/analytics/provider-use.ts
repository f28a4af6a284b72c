import { z } from 'zod';
import { costOf } from '../../contracts/usage-amounts';
import type { WorkspaceScope } from '../../auth/scope';
import type { UsageUnit } from '../../contracts/analytics';
import { asSeen } from '../privacy/as-seen';
import { withoutSecrets } from '../../lib/without-secrets';
import { partsOf, unheard } from './measures';
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
  /** How often one of its models was used in a conversation, of each day. */
  readonly usesByDay: readonly number[];
  /** How often it failed a conversation, which went on with another or ended. */
  readonly failovers: number;
  readonly failoversByDay: readonly number[];
  /** Null: none in the period, or its conversation is not kept. */
  readonly lastError: ProviderFailure | null;
}

export interface ProviderFailure {
  readonly at: Date;
  readonly conversationId: string;
  readonly capability: string;
  /** `openai:gpt-4o` */
  readonly model: string;
  /** In the vendor's words, without secrets. */
  readonly text: string;
}

export interface ProvidersUse {
  /** When each day begins, in ms since 1970. */
  readonly days: readonly number[];
  readonly providers: readonly ProviderUse[];
}

const failedOver = z.object({ capability: z.string(), from: z.string(), reason: z.string() });

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
  const ends = [...edges.slice(1), period.until];
  const each = names.map(async (provider) => {
    const used = usage.get(provider) ?? [];
    const failed = left.get(provider) ?? [];
    const failoversByDay = edges.map((_, step) => countOf(failed, step));
    const lastDay = failoversByDay.findLastIndex((count) => count > 0);
    const costs = used.map(([key, part]) => costOfPart(key, part, priceOf));
    return {
      provider,
      cost: costs.length > 0 && costs.every((cost) => cost === null) ? null : sum(costs),
      isPartlyUnpriced: costs.some((cost) => cost === null),
      costByDay: edges.map((_, step) => sum(used.map(([key, part]) => costOfPart(key, part.at(step), priceOf)))),
      usesByDay: edges.map((_, step) => usesOf(used, step)),
      failovers: failoversByDay.reduce((total, count) => total + count, 0),
      failoversByDay,
      lastError: await lastErrorOf(scope, { provider, keys: failed.map(([key]) => key), from: edges[lastDay], until: ends[lastDay] }),
    };
  });
  return { days: edges.map((edge) => edge.getTime()), providers: await Promise.all(each) };
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

function countOf(parts: readonly (readonly [key: string, part: Tally])[], step: number): number {
  return parts.reduce((count, [, part]) => count + part.at(step).count, 0);
}

/** A model is counted once a conversation, in each unit that it is paid by, for what was heard and for what was not. */
function usesOf(used: readonly (readonly [key: string, part: Tally])[], step: number): number {
  const byModel = Map.groupBy(used, ([key]) => partsOf(key).slice(0, 2).join(' '));
  return [...byModel.values()].reduce(
    (uses, parts) => uses + Math.max(...parts.flatMap(([, part]) => [0, unheard].map((bucket) => part.at(step).of('usage', { bucket }).count))),
    0,
  );
}

const longestText = 400;

/** The failure that happened last in these hours, in conversations that were counted with one of the keys. */
async function lastErrorOf(
  scope: WorkspaceScope,
  {
    provider,
    keys,
    from,
    until,
  }: { readonly provider: string; readonly keys: readonly string[]; readonly from: Date | undefined; readonly until: Date | undefined },
): Promise<ProviderFailure | null> {
  if (from === undefined || until === undefined) return null;
  const conversation = await scope.db.conversation.findFirst({
    where: {
      startedAt: { gte: from, lt: until },
      deletedAt: null,
      OR: keys.map((key) => ({ measures: { is: { cells: { array_contains: [['failover', key]] } } } })),
    },
    orderBy: { startedAt: 'desc' },
    select: { id: true, startedAt: true },
  });
  if (conversation === null) return null;
  const event = await scope.db.conversationEvent.findFirst({
    where: { conversationId: conversation.id, kind: 'failed-over', data: { path: ['from'], string_starts_with: `${provider}:` } },
    orderBy: { sequence: 'desc' },
    select: { data: true, atMs: true },
  });
  if (event === null) return null;
  const { capability, from: model, reason } = failedOver.parse(event.data);
  return {
    at: new Date(conversation.startedAt.getTime() + event.atMs),
    conversationId: conversation.id,
    capability,
    model,
    text: asSeen(scope, withoutSecrets(reason)).slice(0, longestText),
  };
}
