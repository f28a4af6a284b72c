'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

const kinds = [
  'agent',
  'conversation',
  'member',
  'api-key',
  'credential',
  'tool',
  'secret',
  'environment-variable',
  'auth-connection',
  'mcp-server',
  'workspace',
] as const;
const actors = ['member', 'api-key', 'conversation', 'system'] as const;

export function AuditLogPage() {
  const t = useTranslations('audit');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const kind = kinds.find((known) => known === parameters.get('kind'));
  const entries = useInfiniteQuery({
    ...trpc.auditLog.list.infiniteQueryOptions(
      { workspace: slug, ...(kind === undefined ? {} : { action: `${kind}.` }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Select
          aria-label={t('kind')}
          className="w-56"
          value={kind ?? ''}
          onValueChange={(value) => setParameters({ kind: value })}
          options={[{ value: '', label: t('all') }, ...kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
        />
      }
    >
      {entries.isError ? <Failure message={entries.error.message} onRetry={() => void entries.refetch()} /> : null}
      {entries.isPending ? <Skeleton className="h-72" /> : null}
      {entries.isSuccess && rows.length === 0 ? <EmptyState picture={<ScrollText aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} /> : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('title')}>
          <TableHead>
            <tr>
              <Th>{t('when')}</Th>
              <Th>{t('who')}</Th>
              <Th>{t('what')}</Th>
              <Th className="hidden xl:table-cell">{t('target')}</Th>
              <Th className="hidden xl:table-cell">{t('from')}</Th>
              <Th className="hidden md:table-cell">{t('details')}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((entry) => (
              <TableRow key={entry.id} className="align-top">
                <Td className="align-top text-ink-soft md:whitespace-nowrap">
                  <time dateTime={entry.createdAt.toISOString()}>{format.dateTime(entry.createdAt, { dateStyle: 'medium', timeStyle: 'medium' })}</time>
                </Td>
                <Td className="align-top">
                  {entry.actorName}
                  <span className="block text-xs text-ink-faint">{t(`actors.${actors.find((known) => known === entry.actorKind) ?? 'other'}`)}</span>
                </Td>
                <Td className="align-top font-mono text-xs">
                  {entry.action}
                  {/* Where there is no room for columns of their own. */}
                  <div className="grid gap-0.5 pt-0.5 text-2xs break-all text-ink-soft xl:hidden">
                    <p>{entry.targetId}</p>
                    {entry.ip === null ? null : <p>{entry.ip}</p>}
                    <div className="md:hidden">
                      <Values value={entry.before} sign="−" />
                      <Values value={entry.after} sign="+" />
                    </div>
                  </div>
                </Td>
                <Td className="hidden align-top font-mono text-xs text-ink-soft xl:table-cell">{entry.targetId}</Td>
                <Td className="hidden align-top font-mono text-xs text-ink-soft xl:table-cell">{entry.ip ?? ''}</Td>
                <Td className="hidden max-w-96 md:table-cell align-top font-mono text-2xs break-words text-ink-soft">
                  <Values value={entry.before} sign="−" />
                  <Values value={entry.after} sign="+" />
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {entries.hasNextPage ? (
        <Button className="justify-self-center" isBusy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Page>
  );
}

function Values({ value, sign }: { readonly value: unknown; readonly sign: string }) {
  if (typeof value !== 'object' || value === null) return null;
  return (
    <p>
      {sign}{' '}
      {Object.entries(value)
        .map(([name, entry]) => `${name}: ${typeof entry === 'string' ? entry : JSON.stringify(entry)}`)
        .join(', ')}
    </p>
  );
}
