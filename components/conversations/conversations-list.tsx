'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { AudioLines, Search, SlidersHorizontal } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { endReasons } from '@/server/contracts/conversation';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge, type BadgeTone } from '../ui/badge';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Combobox } from '../ui/combobox';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { clockText } from './clock-text';
import { type FilterValues, filterNames, lengths, readFilterValues, times, toListFilter } from './conversation-filter';

type ConversationRow = Answers['conversations']['list']['items'][number];

const statuses = ['initiated', 'in-progress', 'processing', 'done', 'failed'] as const;
const outcomes = ['success', 'failure', 'unknown'] as const;
const knownSources = ['console', 'talk-page', 'cli'] as const;
const searchDelayMs = 250;

export function ConversationsList() {
  const t = useTranslations('conversations');
  const ui = useTranslations('ui');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const values = readFilterValues((name) => parameters.get(name));
  const isFiltered = filterNames.some((name) => values[name] !== '');
  const conversations = useInfiniteQuery({
    ...trpc.conversations.list.infiniteQueryOptions(
      { workspace: slug, filter: toListFilter(values, Date.now()) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  useLiveConversations();
  const rows = conversations.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Filters values={values} isFiltered={isFiltered} onChange={setParameters} />
      {conversations.isError ? <Failure message={conversations.error.message} onRetry={() => void conversations.refetch()} /> : null}
      {conversations.isPending ? <Skeleton className="h-80" /> : null}
      {conversations.isSuccess && rows.length === 0 ? (
        isFiltered ? (
          <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
        ) : (
          <EmptyState
            picture={<AudioLines aria-hidden />}
            title={t('emptyTitle')}
            description={t('emptyHelp')}
            action={
              <Button asChild look="primary">
                <Link href={href('/agents')}>{t('emptyAction')}</Link>
              </Button>
            }
          />
        )
      ) : null}
      {rows.length > 0 ? <ConversationsTable rows={rows} /> : null}
      {conversations.hasNextPage ? (
        <Button className="justify-self-center" isBusy={conversations.isFetchingNextPage} onClick={() => void conversations.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Page>
  );
}

export function ConversationsTable({ rows }: { readonly rows: readonly ConversationRow[] }) {
  const t = useTranslations('conversations');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          <Th>{t('agent')}</Th>
          <Th className="hidden sm:table-cell">{t('started')}</Th>
          <Th className="text-right">{t('duration')}</Th>
          <Th className="hidden text-right md:table-cell">{t('messages')}</Th>
          <Th className="hidden text-right md:table-cell">{t('latency')}</Th>
          <Th className="hidden text-right lg:table-cell">{t('interruptions')}</Th>
          <Th>{t('status')}</Th>
          <Th className="hidden xl:table-cell">{t('source')}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const when = format.dateTime(row.startedAt, { dateStyle: 'medium', timeStyle: 'short' });
          return (
            <TableRow key={row.id} className="relative">
              <Td className="w-full max-w-0 min-w-40">
                <Link
                  href={href(`/conversations/${row.id}`)}
                  aria-label={t('open', { name: row.agentName, when })}
                  className="font-medium after:absolute after:inset-0 hover:text-accent"
                >
                  {row.agentName}
                </Link>
                {row.isTextOnly ? <Badge className="ml-2">{t('textOnly')}</Badge> : null}
                <p className="text-xs text-ink-soft sm:hidden">{pastTime(row.startedAt)}</p>
                {row.summary === '' ? null : <p className="truncate text-xs text-ink-faint">{row.summary}</p>}
              </Td>
              <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">
                <time dateTime={row.startedAt.toISOString()} title={when}>
                  {pastTime(row.startedAt)}
                </time>
              </Td>
              <Td className="text-right">{isRunning(row) ? '' : clockText(row.durationMs)}</Td>
              <Td className="hidden text-right md:table-cell">{row.messageCount}</Td>
              <Td className={cn('hidden text-right md:table-cell', (row.responseLatencyMs ?? 0) > 1500 && 'font-medium text-warn')}>
                {row.responseLatencyMs === null ? '' : t('seconds', { value: (row.responseLatencyMs / 1000).toFixed(2) })}
              </Td>
              <Td className="hidden text-right lg:table-cell">{row.interruptionCount === 0 ? '' : row.interruptionCount}</Td>
              <Td className="whitespace-nowrap">
                <StatusBadge row={row} />
                {row.endReason === null ? null : (
                  <p className="hidden pt-0.5 text-xs text-ink-faint md:block">{t(`endReasons.${endReasonKey(row.endReason)}`)}</p>
                )}
              </Td>
              <Td className="hidden whitespace-nowrap text-ink-soft xl:table-cell">
                <Source source={row.source} />
              </Td>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

export function StatusBadge({ row }: { readonly row: { readonly status: string; readonly callSuccessful: string } }) {
  const t = useTranslations('conversations');
  const status = statuses.find((known) => known === row.status) ?? 'done';
  const outcome = outcomes.find((known) => known === row.callSuccessful) ?? 'unknown';
  if (status !== 'done') return <Badge tone={statusTones[status]}>{t(`statuses.${status}`)}</Badge>;
  return outcome === 'unknown' ? (
    <Badge>{t('statuses.done')}</Badge>
  ) : (
    <Badge tone={outcome === 'success' ? 'good' : 'danger'}>{t(`outcomes.${outcome}`)}</Badge>
  );
}

const statusTones: Readonly<Record<(typeof statuses)[number], BadgeTone>> = {
  initiated: 'accent',
  'in-progress': 'accent',
  processing: 'accent',
  done: 'neutral',
  failed: 'danger',
};

export function Source({ source }: { readonly source: string }) {
  const t = useTranslations('conversations.sources');
  const known = [...knownSources, 'unknown' as const].find((name) => name === source);
  return known === undefined ? source : t(known);
}

export function endReasonKey(reason: string): (typeof endReasons)[number] | 'other' {
  return endReasons.find((known) => known === reason) ?? 'other';
}

export function isRunning(row: { readonly status: string }): boolean {
  return row.status === 'initiated' || row.status === 'in-progress' || row.status === 'processing';
}

interface FiltersProps {
  readonly values: FilterValues;
  readonly isFiltered: boolean;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

function Filters({ values, isFiltered, onChange }: FiltersProps) {
  const t = useTranslations('conversations');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, archived: null, pageSize: 100 }, { staleTime: 60_000 }));
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
          onValueChange={(agent) => onChange({ agent: agent === 'any' ? '' : agent })}
          options={[{ value: 'any', label: t('anyAgent') }, ...(agents.data?.items ?? []).map((agent) => ({ value: agent.id, label: agent.name }))]}
        />
        <Select
          aria-label={t('status')}
          value={values.status}
          onValueChange={(status) => onChange({ status })}
          options={[{ value: '', label: t('anyStatus') }, ...statuses.map((value) => ({ value, label: t(`statuses.${value}`) }))]}
        />
        <Select
          aria-label={t('outcome')}
          value={values.outcome}
          onValueChange={(outcome) => onChange({ outcome })}
          options={[{ value: '', label: t('anyOutcome') }, ...outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))]}
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
        {isFiltered ? (
          <Button look="quiet" className="md:w-auto!" onClick={clear}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
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
