'use client';

import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { groupings } from '@/server/contracts/analytics';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Combobox } from '../ui/combobox';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { type AnalyticsValues, filterNames, timeOf, times } from './analytics-filter';
import { useNames } from './use-names';

const outcomes = ['success', 'failure', 'unknown'] as const;
/** Only names that are no moments are asked for here. */
const noSteps = { at: [], step: 'day' } as const;

export interface AnalyticsFiltersProps {
  readonly values: AnalyticsValues;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

/** What is counted, of which time, beside what. */
export function AnalyticsFilters({ values, onChange }: AnalyticsFiltersProps) {
  const t = useTranslations('analytics');
  const conversations = useTranslations('conversations');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const nameOf = useNames(noSteps);
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, archived: null, pageSize: 100 }, { staleTime: 60_000 }));
  const known = useQuery(trpc.analytics.values.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  const branches = useQuery({
    ...trpc.branches.list.queryOptions({ workspace: slug, agentId: values.agent }, { staleTime: 60_000 }),
    enabled: values.agent !== '',
  });
  const time = timeOf(values);
  const isFiltered = filterNames.some((name) => values[name] !== '');
  const options = (listed: readonly string[] | undefined, chosen: string, of: string) =>
    [...new Set([...(listed ?? []), ...(chosen === '' ? [] : [chosen])])].map((value) => ({ value, label: nameOf({ key: value }, of) }));
  return (
    <section aria-label={t('filters')} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-44">
          <Select
            aria-label={t('time')}
            value={time}
            onValueChange={(next) => onChange({ time: next === 'week' ? '' : next, ...(next === 'range' ? {} : { from: '', to: '' }) })}
            options={times.map((value) => ({ value, label: t(`times.${value}`) }))}
          />
        </div>
        {time === 'range' ? (
          <>
            <Input
              type="date"
              className="w-38"
              aria-label={conversations('from')}
              value={values.from}
              max={values.to}
              onChange={(event) => onChange({ from: event.target.value })}
            />
            <Input
              type="date"
              className="w-38"
              aria-label={conversations('to')}
              value={values.to}
              min={values.from}
              onChange={(event) => onChange({ to: event.target.value })}
            />
          </>
        ) : null}
        <div className="w-44">
          <Select
            aria-label={t('groupBy')}
            value={values.by}
            onValueChange={(by) => onChange({ by })}
            options={[{ value: '', label: t('ungrouped') }, ...groupings.map((value) => ({ value, label: t(`groupings.${value}`) }))]}
          />
        </div>
        <Button
          aria-pressed={values.compare === '1'}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          onClick={() => onChange({ compare: values.compare === '1' ? '' : '1' })}
        >
          {t('compare')}
        </Button>
        <Button className="md:hidden" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden />
          {t('filters')}
        </Button>
      </div>
      <div className={cn('flex-wrap items-center gap-2 md:flex [&>*]:w-full md:[&>*]:w-44', isOpen ? 'flex' : 'hidden')}>
        <Combobox
          aria-label={conversations('agent')}
          value={values.agent === '' ? 'any' : values.agent}
          placeholder={conversations('anyAgent')}
          searchPlaceholder={conversations('searchAgent')}
          emptyText={conversations('nothingMatches')}
          onValueChange={(agent) => onChange({ agent: agent === 'any' ? '' : agent, branch: '' })}
          options={[{ value: 'any', label: conversations('anyAgent') }, ...(agents.data?.items ?? []).map((agent) => ({ value: agent.id, label: agent.name }))]}
        />
        {values.agent === '' ? null : (
          <Select
            aria-label={t('groupings.branch')}
            value={values.branch}
            onValueChange={(branch) => onChange({ branch })}
            options={[{ value: '', label: t('anyBranch') }, ...(branches.data?.items ?? []).map((branch) => ({ value: branch.id, label: branch.name }))]}
          />
        )}
        <Select
          aria-label={t('groupings.channel')}
          value={values.source}
          onValueChange={(source) => onChange({ source })}
          options={[{ value: '', label: conversations('anySource') }, ...options(known.data?.channels, values.source, 'channel')]}
        />
        <Select
          aria-label={t('groupings.language')}
          value={values.language}
          onValueChange={(language) => onChange({ language })}
          options={[{ value: '', label: t('anyLanguage') }, ...options(known.data?.languages, values.language, 'language')]}
        />
        <Select
          aria-label={conversations('outcome')}
          value={values.outcome}
          onValueChange={(outcome) => onChange({ outcome })}
          options={[{ value: '', label: conversations('anyOutcome') }, ...outcomes.map((value) => ({ value, label: conversations(`outcomes.${value}`) }))]}
        />
        {isFiltered ? (
          <Button look="quiet" className="md:w-auto!" onClick={() => onChange(Object.fromEntries(filterNames.map((name) => [name, ''])))}>
            {conversations('clear')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
