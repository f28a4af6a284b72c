'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { costOfUse, type MeteredUse } from '@/server/contracts/usage-amounts';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { numberIn, textIn } from './timeline';

type Recorded = Readonly<Record<string, unknown>>;

export interface Costs {
  /** What the uses cost together, in words; undefined until prices are known. */
  readonly textOf: (uses: readonly Recorded[]) => string | undefined;
}

/** What these metered uses cost at the prices of now. */
export function useCosts(recorded: readonly Recorded[]): Costs {
  const t = useTranslations('replay');
  const format = useFormatter();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const names = new Set(recorded.map((use) => JSON.stringify([textIn(use['capability']), textIn(use['producedBy'])])));
  const uses = [...names].map((name) => {
    const [capability = '', producedBy = ''] = JSON.parse(name) as string[];
    return { capability, producedBy };
  });
  const asked = uses.filter(({ capability, producedBy }) => capability !== '' && producedBy !== '');
  const prices = useQuery({ ...trpc.analytics.prices.queryOptions({ workspace: slug, uses: asked }, { staleTime: 60_000 }), enabled: asked.length > 0 });
  return {
    textOf(of) {
      const known = prices.data;
      if (known === undefined || of.length === 0) return undefined;
      const cost = of.reduce<number | null>((sum, use) => {
        const part = costOfUse(metered(use), known);
        return sum === null || part === null ? null : sum + part;
      }, 0);
      if (cost === null) return t('costUnknown');
      return cost === 0 ? t('costNothing') : format.number(cost, { style: 'currency', currency: 'USD', maximumFractionDigits: cost < 0.01 ? 6 : 4 });
    },
  };
}

function metered(use: Recorded): MeteredUse {
  return {
    capability: textIn(use['capability']),
    producedBy: textIn(use['producedBy']),
    inputTokens: numberIn(use['inputTokens']),
    outputTokens: numberIn(use['outputTokens']),
    cachedInputTokens: numberIn(use['cachedInputTokens']),
    characters: numberIn(use['characters']),
    seconds: numberIn(use['seconds']),
  };
}
