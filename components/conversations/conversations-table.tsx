'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { callOutcomes, conversationStatuses, endReasons } from '@/server/contracts/conversation';
import { languageName } from '../agents/languages';
import { usePastTime } from '../i18n/use-past-time';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge, type BadgeTone } from '../ui/badge';
import { Checkbox } from '../ui/checkbox';
import { cn } from '../ui/cn';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { clockText } from './clock-text';
import { type ColumnName, readColumns, type ShownColumn } from './conversation-columns';
import { knownSources } from './conversation-words';

type ConversationRow = Answers['conversations']['list']['items'][number];

export interface ConversationsTableProps {
  readonly rows: readonly ConversationRow[];
  readonly columns?: readonly ShownColumn[];
  readonly selection?: { readonly selected: ReadonlySet<string>; readonly toggle: (ids: readonly string[], isSelected: boolean) => void } | undefined;
}

export function ConversationsTable({ rows, columns = readColumns(''), selection }: ConversationsTableProps) {
  const t = useTranslations('conversations');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { slug, href } = useWorkspace();
  const hasTags = rows.some(({ tagIds }) => tagIds.length > 0);
  const tags = useQuery({ ...useTRPC().conversations.tags.queryOptions({ workspace: slug }, { staleTime: 60_000 }), enabled: hasTags });
  const titleOf = new Map(tags.data?.map(({ id, title }) => [id, title]));
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
                {row.tagIds.slice(0, mostTagsShown).map((id) => (
                  <Badge key={id} tone="accent" className="ml-2">
                    {titleOf.get(id) ?? ''}
                  </Badge>
                ))}
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

/** The rest stand in the replay. */
const mostTagsShown = 3;
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
