'use client';

import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { MergePreview } from '../agents/use-merge-preview';
import { Failure } from '../layout/failure';
import { flag, formOf } from '../layout/kept-fields';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { SwitchRow } from '../ui/switch';
import { toast } from '../ui/toaster';
import type { Proposal } from './discussion-entries';
import { useTakeProposal } from './use-take-proposal';

export interface MergePanelProps {
  readonly proposal: Proposal;
  readonly preview: MergePreview;
  readonly target: UseQueryResult<Answers['branches']['get'], { readonly message: string }>;
  readonly mayMerge: boolean;
}

/** What can become of an open proposal: a merge by who may, or nothing. */
export function MergePanel({ proposal, preview, target, mayMerge }: MergePanelProps) {
  const t = useTranslations('proposals');
  return (
    <section aria-labelledby="merging" className="grid grid-cols-1 gap-4 border-t pt-5">
      <h2 id="merging" className="font-serif text-lg font-medium">
        {t('merging')}
      </h2>
      {target.isError ? <Failure message={target.error.message} onRetry={() => void target.refetch()} /> : null}
      {target.isPending ? <Skeleton className="h-20" /> : null}
      {target.data === undefined ? null : mayMerge ? (
        <Merge proposal={proposal} preview={preview} />
      ) : (
        <Notice>{t('protected', { name: target.data.name })}</Notice>
      )}
      <Close proposal={proposal} />
    </section>
  );
}

const usual = { archiveSource: false };
const readMerge = formOf<typeof usual>({ archiveSource: flag });

function Merge({ proposal, preview }: { readonly proposal: Proposal; readonly preview: MergePreview }) {
  const t = useTranslations('proposals');
  const editor = useTranslations('editor');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const take = useTakeProposal();
  const form = useKeptForm({ name: `proposal.${proposal.id}.merge`, saved: usual, read: readMerge });
  const { archiveSource } = form.value;
  const { agentId, sourceBranchId, targetBranchId, names } = proposal;
  const source = useQuery(trpc.branches.get.queryOptions({ workspace: slug, agentId, branchId: sourceBranchId }));
  const merge = useMutation(
    trpc.branches.mergeProposal.mutationOptions({
      onSuccess: async (next) => {
        form.forget();
        preview.form.forget();
        toast.success(t('merged', { name: names[targetBranchId] ?? '' }));
        await Promise.all([
          take(next),
          queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }),
          queries.invalidateQueries({ queryKey: trpc.agents.pathKey() }),
        ]);
      },
    }),
  );
  const objectors = proposal.reviews.filter(({ state }) => state === 'changes_requested').map(({ userId }) => names[userId] ?? '');
  const request = { workspace: slug, agentId, proposalId: proposal.id, resolutions: preview.resolutions, archiveSource };
  const { left } = preview;
  const mayArchive =
    source.data !== undefined && !source.data.isMain && may(source.data.protection === 'admin_perms_required' ? 'agents:admin' : 'agents:write');
  return (
    <>
      {mayArchive ? (
        <SwitchRow
          label={t('archiveSource', { name: names[sourceBranchId] ?? '' })}
          hint={t('archiveSourceHint')}
          checked={archiveSource}
          onCheckedChange={(isOn) => form.set({ archiveSource: isOn })}
        />
      ) : null}
      {objectors.length === 0 ? null : <Notice tone="warn">{t('objected', { names: objectors.join(', '), count: objectors.length })}</Notice>}
      {objectors.length === 0 && merge.isError ? (
        <p role="alert" className="text-sm text-danger">
          {merge.error.message}
        </p>
      ) : null}
      {left !== undefined && left > 0 ? (
        <Button disabled>{editor('branches.conflictsLeft', { count: left })}</Button>
      ) : objectors.length === 0 ? (
        <Button look="primary" disabled={left === undefined} isBusy={merge.isPending} onClick={() => merge.mutate(request)}>
          {editor('branches.merge')}
        </Button>
      ) : (
        <ConfirmDialog
          trigger={<Button disabled={left === undefined}>{t('mergeAnyway')}</Button>}
          title={t('mergeAnywayTitle')}
          description={t('objected', { names: objectors.join(', '), count: objectors.length })}
          confirmLabel={t('mergeAnyway')}
          onConfirm={async () => void (await merge.mutateAsync({ ...request, despiteReviews: true }))}
        />
      )}
    </>
  );
}

function Close({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const take = useTakeProposal();
  const edit = useMutation(trpc.branches.editProposal.mutationOptions());
  const kind = proposal.isCreator ? 'withdraw' : 'reject';
  return (
    <ConfirmDialog
      trigger={<Button look="danger-quiet">{t(`${kind}.act`)}</Button>}
      title={t(`${kind}.title`)}
      description={t(`${kind}.help`, { name: proposal.names[proposal.sourceBranchId] ?? '' })}
      confirmLabel={t(`${kind}.act`)}
      onConfirm={async () => take(await edit.mutateAsync({ workspace: slug, agentId: proposal.agentId, proposalId: proposal.id, close: true }))}
    />
  );
}
