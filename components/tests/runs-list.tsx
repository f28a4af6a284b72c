'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { RunCounts } from './run-counts';

/** What was run, newest first; of one agent or test, when told so. */
export function RunsList({ agentId, testId }: { readonly agentId?: string; readonly testId?: string }) {
  const t = useTranslations('tests');
  const ui = useTranslations('ui');
  const pastTime = usePastTime();
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.tests.invocations.infiniteQueryOptions(
      { workspace: slug, ...(agentId === undefined ? {} : { agentId }), ...(testId === undefined ? {} : { testId }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  useLiveFeed({ work: 'tests' }, () => void list.refetch());
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError && list.data === undefined) return <Failure message={list.error.message} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-40" />;
  if (rows.length === 0) {
    return (
      <EmptyState
        picture={<FlaskConical aria-hidden />}
        title={t('noRunsTitle')}
        description={t('noRunsHelp')}
        action={
          <Button asChild>
            <Link href={href('/tests')}>{t('toTests')}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <>
      <Table aria-label={t('tabs.runs')}>
        <TableHead>
          <tr>
            <Th>{t('what')}</Th>
            <Th>{t('result')}</Th>
            <Th className="hidden md:table-cell">{t('by')}</Th>
            <Th className="hidden sm:table-cell">{t('when')}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((run) => (
            <TableRow key={run.id} className="relative">
              <Td className="min-w-40">
                <Link href={href(`/tests?tab=runs&runs=${run.id}`)} className="font-medium after:absolute after:inset-0 hover:text-accent">
                  {run.title}
                </Link>
                <p className="text-xs text-ink-soft">
                  {run.agentName ?? t('goneAgent')}
                  {run.branchName === null ? null : ` · ${run.isDraft ? t('draftOf', { branch: run.branchName }) : run.branchName}`}
                  {run.versionNumber === null ? null : ` · ${t('versionShort', { number: run.versionNumber })}`}
                </p>
              </Td>
              <Td>
                <RunCounts counts={run.counts} />
              </Td>
              <Td className="hidden text-ink-soft md:table-cell">{run.createdByName}</Td>
              <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{pastTime(run.createdAt)}</Td>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {list.hasNextPage ? (
        <Button className="justify-self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </>
  );
}
