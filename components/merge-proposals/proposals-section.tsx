'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { GitPullRequest } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { ReviewBadges, StatusBadge } from './proposal-badges';

const statuses = ['open', 'merged', 'closed'] as const;

export interface ProposalsSectionProps {
  readonly agentId: string;
  /** Whether there is anything that could be proposed. */
  readonly hasBranch: boolean;
  readonly disabled: boolean;
  readonly onPropose: () => void;
  readonly onNewBranch: () => void;
}

/** The proposals to merge branches of an agent; which ones stands in the address. */
export function ProposalsSection({ agentId, hasBranch, disabled, onPropose, onNewBranch }: ProposalsSectionProps) {
  const t = useTranslations('proposals');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const status = statuses.find((name) => name === parameters.get('proposals')) ?? 'open';
  const proposals = useInfiniteQuery({
    ...trpc.branches.proposals.infiniteQueryOptions({ workspace: slug, agentId, status }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
    placeholderData: keepPreviousData,
  });
  const rows = proposals.data?.pages.flatMap((page) => page.items) ?? [];
  const start = disabled ? null : hasBranch ? <Button onClick={onPropose}>{t('propose')}</Button> : <Button onClick={onNewBranch}>{t('begin')}</Button>;
  const isBlank = proposals.isSuccess && rows.length === 0 && status === 'open';
  return (
    <Section title={t('title')} description={t('help')} className="border-t" actions={hasBranch && !isBlank ? start : null}>
      <Segmented
        className="justify-self-start"
        aria-label={t('which')}
        value={status}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onValueChange={(value) => setParameters({ proposals: value === 'open' ? '' : value })}
      />
      {proposals.isError ? <Failure message={proposals.error.message} onRetry={() => void proposals.refetch()} /> : null}
      {proposals.isPending ? <Skeleton className="h-24" /> : null}
      {proposals.isSuccess && rows.length === 0 ? <Nothing status={status} hasBranch={hasBranch} action={start} /> : null}
      {rows.length === 0 ? null : (
        <ul aria-label={t('title')} className="grid grid-cols-1 rounded-lg border bg-surface">
          {rows.map((proposal) => (
            <ProposalRow key={proposal.id} proposal={proposal} />
          ))}
        </ul>
      )}
      {proposals.hasNextPage ? (
        <Button className="justify-self-start" isBusy={proposals.isFetchingNextPage} onClick={() => void proposals.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Section>
  );
}

function Nothing({ status, hasBranch, action }: { readonly status: (typeof statuses)[number]; readonly hasBranch: boolean; readonly action: ReactNode }) {
  const t = useTranslations('proposals');
  if (status !== 'open') return <p className="text-sm text-ink-soft">{t(`none.${status}`)}</p>;
  return (
    <EmptyState
      picture={<GitPullRequest aria-hidden />}
      title={t('emptyTitle')}
      description={hasBranch ? t('emptyHelp') : t('emptyBranch')}
      {...(action === null ? {} : { action })}
    />
  );
}

function ProposalRow({ proposal }: { readonly proposal: Answers['branches']['proposals']['items'][number] }) {
  const t = useTranslations('proposals');
  const { href } = useWorkspace();
  const pastTime = usePastTime();
  const { agentId, names, sourceBranchId, targetBranchId } = proposal;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-3.5 py-2.5 last:border-b-0">
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <Link
          href={href(`/agents/${agentId}/proposals/${proposal.id}`)}
          className="justify-self-start text-sm font-medium break-words underline decoration-transparent underline-offset-3 hover:decoration-current"
        >
          {proposal.title}
        </Link>
        <span className="text-xs break-words text-ink-faint">
          {t('byWhen', { name: proposal.createdByName, when: pastTime(proposal.createdAt) })} ·{' '}
          {t('fromTo', { source: names[sourceBranchId] ?? '', target: names[targetBranchId] ?? '' })}
        </span>
      </div>
      <span className="flex flex-wrap items-center gap-1.5">
        {proposal.comments.length === 0 ? null : <span className="text-xs text-ink-faint">{t('comments', { count: proposal.comments.length })}</span>}
        <ReviewBadges reviews={proposal.reviews} />
        <StatusBadge status={proposal.status} />
      </span>
    </li>
  );
}
