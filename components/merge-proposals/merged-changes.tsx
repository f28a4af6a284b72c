'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChangeList } from '../agents/change-list';
import { listChanges } from '../agents/document-changes';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Skeleton } from '../ui/skeleton';
import type { Proposal } from './discussion-entries';

/** What the merge made of the target: the version that came of it beside the one before. */
export function MergedChanges({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { mergedVersionNumber: number } = proposal;
  return number === null ? <p className="text-sm text-ink-soft">{t('nothingNew')}</p> : <Comparison proposal={proposal} number={number} />;
}

function Comparison({ proposal: { agentId, targetBranchId }, number }: { readonly proposal: Proposal; readonly number: number }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const version = (versionNumber: number) =>
    trpc.agents.get.queryOptions({ workspace: slug, agentId, branchId: targetBranchId, versionNumber }, { staleTime: Number.POSITIVE_INFINITY });
  const before = useQuery(version(number - 1));
  const after = useQuery(version(number));
  const problem = before.error ?? after.error;
  if (problem !== null) return <Failure message={problem.message} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />;
  if (before.data === undefined || after.data === undefined) return <Skeleton className="h-32" />;
  const [old, made] = [before.data.version, after.data.version];
  return <ChangeList changes={listChanges({ name: old.name, config: old.config }, { name: made.name, config: made.config })} />;
}
