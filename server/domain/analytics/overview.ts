import type { WorkspaceScope } from '../../auth/scope';
import type { Behind, Figure } from '../../contracts/analytics';
import { statusAfter } from '../conversations/rules';
import type { EndReason } from '../../contracts/conversation';
import { partsOf } from './measures';
import { pricesOf } from './prices';
import { costOfUsage, slowerThan } from './sections';
import { readTally, type Tally } from './tally';

/** Something that went wrong and does not mend itself. */
export interface Concern {
  readonly kind: 'ended' | 'outcome' | 'tool' | 'provider';
  /** An end reason, a tool's name, the category of a provider's failure. */
  readonly name: string;
  /** Of a provider's failure: what was asked of it. */
  readonly detail?: string;
  readonly count: number;
  readonly behind: Behind;
}

export interface Overview {
  readonly figures: readonly Figure[];
  readonly concerns: readonly Concern[];
}

const mostConcerns = 8;

/** What happened in a period, beside the one before it, and what of it needs someone. */
export async function getOverview(scope: WorkspaceScope, { from, until }: { readonly from: Date; readonly until: Date }): Promise<Overview> {
  scope.may('conversations:read');
  const measures = ['conversation', 'outcome', 'response', 'usage', 'tool', 'tool-error', 'provider-failure'];
  const earlier = new Date(2 * from.getTime() - until.getTime());
  const [tally, before, priceOf] = await Promise.all([
    readTally(scope, { measures, from, until, where: {} }),
    readTally(scope, { measures, from: earlier, until: from, where: {} }),
    pricesOf(scope),
  ]);
  const figures = (of: Tally): readonly Figure[] => {
    const good = of.of('outcome', { key: 'success' }).count;
    const judged = good + of.of('outcome', { key: 'failure' }).count;
    return [
      { name: 'conversations', unit: 'count', value: of.of('conversation').count, behind: {} },
      { name: 'minutes', unit: 'minutes', value: of.of('conversation').sum / 60_000, behind: {} },
      { name: 'successRate', unit: 'share', value: judged === 0 ? null : good / judged, better: 'more', behind: { outcome: 'success' } },
      slowerThan('responseP50', of.of('response').percentile(0.5)),
      slowerThan('responseP95', of.of('response').percentile(0.95)),
      { name: 'cost', unit: 'usd', value: costOfUsage(of.of('usage'), priceOf), better: 'less', behind: {} },
    ];
  };
  const then = figures(before);
  return {
    figures: figures(tally).map((figure, i) => ({ ...figure, before: then[i]?.value ?? null })),
    concerns: concernsOf(tally).slice(0, mostConcerns),
  };
}

function concernsOf(tally: Tally): readonly Concern[] {
  const ended = [...tally.of('conversation').by('key')]
    .filter(([reason]) => statusAfter(reason as EndReason) === 'failed')
    .map(([name, { count }]): Concern => ({ kind: 'ended', name, count, behind: { endReason: name } }));
  const providers = [...tally.of('provider-failure').by('key')].map(([key, { count }]): Concern => {
    const [detail = '', name = ''] = partsOf(key);
    return { kind: 'provider', name, detail, count, behind: { counted: { measure: 'provider-failure', keys: [key] } } };
  });
  const tools = [...tally.of('tool-error').by('name')].map(
    ([name, { count }]): Concern => ({ kind: 'tool', name, count, behind: { tool: name, toolFailed: true } }),
  );
  const failed = tally.of('outcome', { key: 'failure' }).count;
  const outcome: readonly Concern[] = failed === 0 ? [] : [{ kind: 'outcome', name: 'failure', count: failed, behind: { outcome: 'failure' } }];
  const byCount = (a: Concern, b: Concern) => b.count - a.count;
  return [...ended.sort(byCount), ...providers.sort(byCount), ...tools.sort(byCount), ...outcome];
}
