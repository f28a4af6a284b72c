'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { MergeChanges } from '../agents/merge-changes';
import { useMergePreview } from '../agents/use-merge-preview';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Skeleton } from '../ui/skeleton';
import { Discussion } from './discussion';
import type { Proposal } from './discussion-entries';
import { MergePanel } from './merge-panel';
import { MergedChanges } from './merged-changes';
import { ProposalHeader } from './proposal-header';
import { ReviewsPanel } from './reviews-panel';

export interface ProposalPageProps {
  readonly agentId: string;
  readonly proposalId: string;
}

/** One proposal to merge a branch: what it changes, what was said of it, and what becomes of it. */
export function ProposalPage({ agentId, proposalId }: ProposalPageProps) {
  const t = useTranslations('proposals');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const proposal = useQuery(trpc.branches.proposal.queryOptions({ workspace: slug, agentId, proposalId }));
  const agent = useQuery(trpc.agents.get.queryOptions({ workspace: slug, agentId }));
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <BackLink href={href(`/agents/${agentId}?tab=branches`)}>{agent.data === undefined ? t('back') : t('backTo', { name: agent.data.name })}</BackLink>
      {proposal.isError && proposal.data === undefined ? <Failure message={proposal.error.message} onRetry={() => void proposal.refetch()} /> : null}
      {proposal.isPending ? <Skeleton className="h-96" /> : null}
      {proposal.data === undefined ? null : (
        <>
          <ProposalHeader proposal={proposal.data} />
          {proposal.data.status === 'merged' ? <Merged proposal={proposal.data} /> : <NotMerged key={proposal.data.status} proposal={proposal.data} />}
        </>
      )}
    </div>
  );
}

const columns = 'grid grid-cols-1 items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]';

function Merged({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  return (
    <div className={columns}>
      <div className="grid min-w-0 grid-cols-1 gap-8">
        <section aria-labelledby="changes" className="grid grid-cols-1 gap-4">
          <h2 id="changes" className="font-serif text-xl font-medium">
            {t('changes')}
          </h2>
          <MergedChanges proposal={proposal} />
        </section>
        <Discussion proposal={proposal} />
      </div>
      <aside aria-label={t('state')} className="grid grid-cols-1 gap-6">
        <ReviewsPanel proposal={proposal} />
      </aside>
    </div>
  );
}

function NotMerged({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const { agentId, sourceBranchId, targetBranchId, names } = proposal;
  const preview = useMergePreview({ agentId, sourceBranchId, targetBranchId });
  const target = useQuery(trpc.branches.get.queryOptions({ workspace: slug, agentId, branchId: targetBranchId }));
  const isOpen = proposal.status === 'open';
  const mayMerge = target.data !== undefined && may(target.data.protection === 'admin_perms_required' ? 'agents:admin' : 'agents:write');
  return (
    <div className={columns}>
      <div className="grid min-w-0 grid-cols-1 gap-8">
        <section aria-labelledby="changes" className="grid grid-cols-1 gap-4">
          <div className="grid gap-1">
            <h2 id="changes" className="font-serif text-xl font-medium">
              {t('changes')}
            </h2>
            {isOpen ? null : <p className="text-sm text-ink-soft">{t('changesToday')}</p>}
          </div>
          <MergeChanges
            preview={preview}
            names={{ source: names[sourceBranchId] ?? '', target: names[targetBranchId] ?? '' }}
            changed="target"
            mayChoose={isOpen && mayMerge}
          />
        </section>
        <Discussion proposal={proposal} />
      </div>
      <aside aria-label={t('state')} className="grid grid-cols-1 gap-6 lg:sticky lg:top-6">
        <ReviewsPanel proposal={proposal} />
        {isOpen && may('agents:write') ? <MergePanel proposal={proposal} preview={preview} target={target} mayMerge={mayMerge} /> : null}
      </aside>
    </div>
  );
}
