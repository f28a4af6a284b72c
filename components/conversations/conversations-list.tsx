'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { AudioLines, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { callOutcomes, type ConversationListFilter, conversationStatuses, endReasons } from '@/server/contracts/conversation';
import { languageName } from '../agents/languages';
import { usePastTime } from '../i18n/use-past-time';
import { ExportMenu } from '../layout/export-menu';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge, type BadgeTone } from '../ui/badge';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { cn } from '../ui/cn';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { clockText } from './clock-text';
import { ColumnPicker } from './column-picker';
import { type ColumnName, readColumns, type ShownColumn } from './conversation-columns';
import { filterNames, listPageSize, readFilterValues, toListFilter } from './conversation-filter';
import { ConversationFilters } from './conversation-filters';
import { knownSources } from './conversation-words';
import { ListViews } from './list-views';
import { useListKeys } from './use-list-keys';

type ConversationRow = Answers['conversations']['list']['items'][number];

export function ConversationsList() {
  const t = useTranslations('conversations');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const values = readFilterValues((name) => parameters.get(name));
  const isFiltered = filterNames.some((name) => values[name] !== '');
  const filter = toListFilter(values, Date.now());
  const conversations = useInfiniteQuery({
    ...trpc.conversations.list.infiniteQueryOptions(
      { workspace: slug, filter, pageSize: listPageSize },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  useLiveConversations();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = conversations.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = readColumns(parameters.get('columns'));
  const toggle = (ids: readonly string[], isSelected: boolean) =>
    setSelected(new Set(isSelected ? [...selected, ...ids] : [...selected].filter((id) => !ids.includes(id))));
  const listRef = useListKeys({ toggle: (id) => toggle([id], !selected.has(id)) });
  // What is not shown any more is not deleted with the rest.
  const chosen = rows.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListViews parameters={parameters} onChange={setParameters} />
          <ColumnPicker columns={columns} onChange={(next) => setParameters({ columns: next })} />
          <Export href={href('/conversations/export')} filter={filter} />
        </>
      }
    >
      <ConversationFilters values={values} isFiltered={isFiltered} onChange={setParameters} />
      {chosen.length === 0 ? null : <Selection ids={chosen} onDone={() => setSelected(new Set())} />}
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
      {rows.length > 0 ? (
        <div ref={listRef} className="grid grid-cols-1 gap-2">
          <ConversationsTable rows={rows} columns={columns} selection={may('conversations:write') ? { selected, toggle } : undefined} />
          <p className="hidden text-xs text-ink-faint md:block">{t('keysHelp')}</p>
        </div>
      ) : null}
      {conversations.hasNextPage ? (
        <Button className="justify-self-center" isBusy={conversations.isFetchingNextPage} onClick={() => void conversations.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Page>
  );
}

function Export({ href, filter }: { readonly href: string; readonly filter: ConversationListFilter }) {
  const t = useTranslations('conversations');
  return (
    <ExportMenu
      label={t('export')}
      help={t('exportHelp')}
      nameOf={(format) => t(`exportFormats.${format}`)}
      addressOf={(format) => `${href}?${new URLSearchParams({ format, filter: JSON.stringify(filter) }).toString()}`}
    />
  );
}

function Selection({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) {
  const t = useTranslations('conversations');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(trpc.conversations.deleteMany.mutationOptions());
  return (
    <div className="sticky top-2 z-20 flex flex-wrap items-center gap-3 rounded-md bg-accent-soft px-3 py-2 text-sm text-accent-ink">
      <span role="status" className="font-medium">
        {t('selected', { count: ids.length })}
      </span>
      <Button size="sm" className="ml-auto" onClick={onDone}>
        {t('selectNone')}
      </Button>
      <ConfirmDialog
        trigger={
          <Button size="sm" look="danger">
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        }
        title={t('deleteTitle', { count: ids.length })}
        description={t('deleteHelp')}
        confirmLabel={t('delete')}
        typeToConfirm={t('deleteWord')}
        onConfirm={async () => {
          try {
            for (let at = 0; at < ids.length; at += mostAtOnce) {
              await remove.mutateAsync({ workspace: slug, conversationIds: ids.slice(at, at + mostAtOnce) });
            }
            onDone();
          } finally {
            await queries.invalidateQueries({ queryKey: trpc.conversations.list.pathKey() });
          }
        }}
      />
    </div>
  );
}

/** Conversations that are deleted with one request. */
const mostAtOnce = 100;

export interface ConversationsTableProps {
  readonly rows: readonly ConversationRow[];
  readonly columns?: readonly ShownColumn[];
  readonly selection?: { readonly selected: ReadonlySet<string>; readonly toggle: (ids: readonly string[], isSelected: boolean) => void } | undefined;
}

export function ConversationsTable({ rows, columns = readColumns(''), selection }: ConversationsTableProps) {
  const t = useTranslations('conversations');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  const selectedHere = rows.filter(({ id }) => selection?.selected.has(id) === true).length;
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          {selection === undefined ? null : (
            <Th className="w-8 pr-0!">
              <Checkbox
                label={t('selectAll')}
                checked={selectedHere === rows.length}
                isPartly={selectedHere > 0 && selectedHere < rows.length}
                onChange={(isSelected) =>
                  selection.toggle(
                    rows.map(({ id }) => id),
                    isSelected,
                  )
                }
              />
            </Th>
          )}
          <Th>{t('agent')}</Th>
          {columns.map(({ name, className }) => (
            <Th key={name} className={cn(className, numbers.has(name) && 'text-right')}>
              {t(`columns.${name}`)}
            </Th>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const when = format.dateTime(row.startedAt, { dateStyle: 'medium', timeStyle: 'short' });
          return (
            <TableRow key={row.id} className={cn('relative', selection?.selected.has(row.id) === true && 'bg-accent-soft/60')}>
              {selection === undefined ? null : (
                <Td className="relative z-10 pr-0!">
                  <Checkbox
                    label={t('select', { name: row.agentName, when })}
                    checked={selection.selected.has(row.id)}
                    onChange={(isSelected) => selection.toggle([row.id], isSelected)}
                  />
                </Td>
              )}
              <Td className="w-full max-w-0 min-w-40">
                <Link
                  href={href(`/conversations/${row.id}`)}
                  data-conversation={row.id}
                  aria-label={t('open', { name: row.agentName, when })}
                  className="font-medium after:absolute after:inset-0 hover:text-accent"
                >
                  {row.agentName}
                </Link>
                {row.isTextOnly ? <Badge className="ml-2">{t('textOnly')}</Badge> : null}
                <p className="text-xs text-ink-soft sm:hidden">{pastTime(row.startedAt)}</p>
                {row.summary === '' ? null : <p className="truncate text-xs text-ink-faint">{row.summary}</p>}
              </Td>
              {columns.map(({ name, className }) => (
                <Td key={name} className={cn('whitespace-nowrap', className, numbers.has(name) && 'text-right')}>
                  <Cell row={row} name={name} when={when} />
                </Td>
              ))}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

const numbers: ReadonlySet<ColumnName> = new Set(['duration', 'messages', 'latency', 'interruptions']);
/** Slower than this is worth a look, in ms. */
const slowMs = 1_500;

function Cell({ row, name, when }: { readonly row: ConversationRow; readonly name: ColumnName; readonly when: string }) {
  const t = useTranslations('conversations');
  const locale = useLocale();
  const pastTime = usePastTime();
  switch (name) {
    case 'started':
      return (
        <time dateTime={row.startedAt.toISOString()} title={when} className="text-ink-soft">
          {pastTime(row.startedAt)}
        </time>
      );
    case 'duration':
      return isRunning(row) ? null : clockText(row.durationMs);
    case 'messages':
      return row.messageCount;
    case 'latency':
      if (row.responseLatencyMs === null) return null;
      return (
        <span className={cn(row.responseLatencyMs > slowMs && 'font-medium text-warn')}>
          {t('seconds', { value: (row.responseLatencyMs / 1000).toFixed(2) })}
        </span>
      );
    case 'interruptions':
      return row.interruptionCount === 0 ? null : row.interruptionCount;
    case 'status':
      return (
        <>
          <StatusBadge row={row} />
          {row.endReason === null ? null : <p className="hidden pt-0.5 text-xs text-ink-faint md:block">{t(`endReasons.${endReasonKey(row.endReason)}`)}</p>}
        </>
      );
    case 'source':
      return (
        <span className="text-ink-soft">
          <Source source={row.source} />
        </span>
      );
    case 'language':
      return <span className="text-ink-soft">{languageName(row.language, locale)}</span>;
    case 'channel':
      return <span className="text-ink-soft">{t(`channels.${row.isTextOnly ? 'text' : 'voice'}`)}</span>;
    case 'tools':
      return row.toolNames.length === 0 ? null : <span className="block max-w-48 truncate font-mono text-xs">{row.toolNames.join(', ')}</span>;
    case 'user':
      return row.userId === null ? null : <span className="block max-w-40 truncate font-mono text-xs">{row.userId}</span>;
    case 'rating':
      return row.stars === null ? (row.rating === null ? null : t(`ratings.${row.rating}`)) : t('stars', { count: row.stars });
  }
}

export function StatusBadge({ row }: { readonly row: { readonly status: string; readonly callSuccessful: string } }) {
  const t = useTranslations('conversations');
  const status = conversationStatuses.find((known) => known === row.status) ?? 'done';
  const outcome = callOutcomes.find((known) => known === row.callSuccessful) ?? 'unknown';
  if (status !== 'done') return <Badge tone={statusTones[status]}>{t(`statuses.${status}`)}</Badge>;
  return outcome === 'unknown' ? (
    <Badge>{t('statuses.done')}</Badge>
  ) : (
    <Badge tone={outcome === 'success' ? 'good' : 'danger'}>{t(`outcomes.${outcome}`)}</Badge>
  );
}

const statusTones: Readonly<Record<(typeof conversationStatuses)[number], BadgeTone>> = {
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
