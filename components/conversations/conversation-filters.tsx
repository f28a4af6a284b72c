'use client';

import { useQuery } from '@tanstack/react-query';
import { Search, SlidersHorizontal } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { callOutcomes, conversationStatuses } from '@/server/contracts/conversation';
import { agentLanguages, languageName } from '../agents/languages';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Combobox } from '../ui/combobox';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { channels, type FilterValues, filterNames, latencies, lengths, times, toolOutcomes } from './conversation-filter';
import { knownSources } from './conversation-words';
import { FurtherFilters } from './further-filters';

const searchDelayMs = 250;

export interface ConversationFiltersProps {
  readonly values: FilterValues;
  readonly isFiltered: boolean;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

export function ConversationFilters({ values, isFiltered, onChange }: ConversationFiltersProps) {
  const t = useTranslations('conversations');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const locale = useLocale();
  const [isOpen, setIsOpen] = useState(false);
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, archived: null, pageSize: 100 }, { staleTime: 60_000 }));
  const branches = useQuery({
    ...trpc.branches.list.queryOptions({ workspace: slug, agentId: values.agent }, { staleTime: 60_000 }),
    enabled: values.agent !== '',
  });
  const topics = useQuery(trpc.analytics.topics.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  const ofAgent = topics.data?.filter(({ id, agentId }) => values.agent === '' || agentId === values.agent || id === values.topic) ?? [];
  const tags = useQuery(trpc.conversations.tags.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  // Topics are found anew again and again: the one of an old address may be gone.
  const isGone = topics.isSuccess && values.topic !== '' && !ofAgent.some(({ id }) => id === values.topic);
  const clear = () => onChange(Object.fromEntries(filterNames.map((name) => [name, ''])));
  return (
    <section aria-label={t('filters')} className="grid gap-2">
      <div className="flex gap-2">
        <SearchField value={values.search} onChange={(search) => onChange({ search })} />
        <Button className="md:hidden" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden />
          {t('filters')}
        </Button>
      </div>
      <div className={cn('flex-wrap items-center gap-2 md:flex [&>*]:w-full md:[&>*]:w-44', isOpen ? 'flex' : 'hidden')}>
        <Combobox
          aria-label={t('agent')}
          value={values.agent === '' ? 'any' : values.agent}
          placeholder={t('anyAgent')}
          searchPlaceholder={t('searchAgent')}
          emptyText={t('nothingMatches')}
          onValueChange={(agent) => onChange({ agent: agent === 'any' ? '' : agent, branch: '', topic: '' })}
          options={[{ value: 'any', label: t('anyAgent') }, ...(agents.data?.items ?? []).map((agent) => ({ value: agent.id, label: agent.name }))]}
        />
        <Select
          aria-label={t('status')}
          value={values.status}
          onValueChange={(status) => onChange({ status })}
          options={[{ value: '', label: t('anyStatus') }, ...conversationStatuses.map((value) => ({ value, label: t(`statuses.${value}`) }))]}
        />
        <Select
          aria-label={t('outcome')}
          value={values.outcome}
          onValueChange={(outcome) => onChange({ outcome })}
          options={[{ value: '', label: t('anyOutcome') }, ...callOutcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))]}
        />
        <Select
          aria-label={t('time')}
          value={values.time}
          onValueChange={(time) => onChange({ time, ...(time === 'range' ? {} : { from: '', to: '' }) })}
          options={[{ value: '', label: t('times.any') }, ...times.map((value) => ({ value, label: t(`times.${value}`) }))]}
        />
        {values.time === 'range' ? (
          <>
            <Input
              type="date"
              aria-label={t('from')}
              title={t('from')}
              value={values.from}
              max={values.to}
              onChange={(event) => onChange({ from: event.target.value })}
            />
            <Input
              type="date"
              aria-label={t('to')}
              title={t('to')}
              value={values.to}
              min={values.from}
              onChange={(event) => onChange({ to: event.target.value })}
            />
          </>
        ) : null}
        <Select
          aria-label={t('length')}
          value={values.length}
          onValueChange={(length) => onChange({ length })}
          options={[{ value: '', label: t('lengths.any') }, ...lengths.map((value) => ({ value, label: t(`lengths.${value}`) }))]}
        />
        <Select
          aria-label={t('source')}
          value={values.source}
          onValueChange={(source) => onChange({ source })}
          options={[
            { value: '', label: t('anySource') },
            ...knownSources.map((value) => ({ value, label: t(`sources.${value}`) })),
            ...(values.source === '' || knownSources.some((known) => known === values.source) ? [] : [{ value: values.source, label: values.source }]),
          ]}
        />
        {values.agent === '' ? null : (
          <Select
            aria-label={t('branch')}
            value={values.branch}
            onValueChange={(branch) => onChange({ branch })}
            options={[{ value: '', label: t('anyBranch') }, ...(branches.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
        <Combobox
          aria-label={t('language')}
          value={values.language === '' ? 'any' : values.language}
          placeholder={t('anyLanguage')}
          searchPlaceholder={t('searchLanguage')}
          emptyText={t('nothingMatches')}
          onValueChange={(language) => onChange({ language: language === 'any' ? '' : language })}
          options={[{ value: 'any', label: t('anyLanguage') }, ...agentLanguages.map((code) => ({ value: code, label: languageName(code, locale) }))]}
        />
        <Select
          aria-label={t('channel')}
          value={values.channel}
          onValueChange={(channel) => onChange({ channel })}
          options={[{ value: '', label: t('anyChannel') }, ...channels.map((value) => ({ value, label: t(`channels.${value}`) }))]}
        />
        <Select
          aria-label={t('tools')}
          value={values.tools}
          onValueChange={(tools) => onChange({ tools })}
          options={[{ value: '', label: t('anyTools') }, ...toolOutcomes.map((value) => ({ value, label: t(`toolOutcomes.${value}`) }))]}
        />
        <Select
          aria-label={t('latency')}
          value={values.latency}
          onValueChange={(latency) => onChange({ latency })}
          options={[
            { value: '', label: t('anyLatency') },
            ...[...new Set([...latencies, ...(values.latency === '' ? [] : [values.latency])])].map((value) => ({
              value,
              label: t('slowerThan', { ms: Number(value) || 0 }),
            })),
          ]}
        />
        {ofAgent.length === 0 && !isGone ? null : (
          <Combobox
            aria-label={t('topic')}
            value={values.topic === '' ? 'any' : values.topic}
            placeholder={t('anyTopic')}
            searchPlaceholder={t('searchTopic')}
            emptyText={t('nothingMatches')}
            onValueChange={(topic) => onChange({ topic: topic === 'any' ? '' : topic })}
            options={[
              { value: 'any', label: t('anyTopic') },
              ...(isGone ? [{ value: values.topic, label: t('topicGone') }] : []),
              ...ofAgent.map(({ id, label, agentName }) => ({ value: id, label, group: agentName })),
            ]}
          />
        )}
        {tags.data === undefined || (tags.data.length === 0 && values.tag === '') ? null : (
          <Combobox
            aria-label={t('tag')}
            value={values.tag === '' ? 'any' : values.tag}
            placeholder={t('anyTag')}
            searchPlaceholder={t('searchTag')}
            emptyText={t('nothingMatches')}
            onValueChange={(tag) => onChange({ tag: tag === 'any' ? '' : tag })}
            options={[
              { value: 'any', label: t('anyTag') },
              ...(values.tag === '' || tags.data.some(({ id }) => id === values.tag) ? [] : [{ value: values.tag, label: t('tagGone') }]),
              ...tags.data.map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        )}
        {isFiltered ? (
          <Button look="quiet" className="md:w-auto!" onClick={clear}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
      <FurtherFilters values={values} onChange={onChange} />
    </section>
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (search: string) => void }) {
  const t = useTranslations('conversations');
  const [text, setText] = useState(value);
  const toldRef = useRef(value);
  useEffect(() => {
    // The address changed by other means than typing here: filters were cleared, or Back was pressed.
    if (value === toldRef.current) return;
    toldRef.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === toldRef.current) return;
    const timer = setTimeout(() => {
      toldRef.current = text;
      onChange(text);
    }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [text, onChange]);
  return (
    <div className="relative w-full max-w-96">
      <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint" aria-hidden />
      <Input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={text}
        className="pl-8.5"
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
