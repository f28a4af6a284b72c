'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { toast } from '../ui/toaster';
import { MergeChanges } from './merge-changes';
import { useMergePreview } from './use-merge-preview';

type Branch = Answers['branches']['list']['items'][number];

export interface MergeDialogProps {
  readonly source: Branch;
  readonly target: Branch;
  readonly onClose: () => void;
}

/** What a merge would change in the target; where both changed the same thing, somebody chooses. */
export function MergeDialog({ source, target, onClose }: MergeDialogProps) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const ids = { agentId: source.agentId, sourceBranchId: source.id, targetBranchId: target.id };
  const preview = useMergePreview(ids);
  const merge = useMutation(
    trpc.branches.merge.mutationOptions({
      onSuccess: async ({ versionNumber }) => {
        toast.success(t('branches.merged', { name: target.name, number: versionNumber }));
        await Promise.all([queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }), queries.invalidateQueries({ queryKey: trpc.agents.pathKey() })]);
        onClose();
      },
    }),
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('branches.mergeTitle', { source: source.name, target: target.name })} className="max-w-3xl">
        <MergeChanges preview={preview} names={{ source: source.name, target: target.name }} changed="target" />
        {merge.isError ? (
          <p role="alert" className="text-sm text-danger">
            {merge.error.message}
          </p>
        ) : null}
        <Button
          look="primary"
          className="justify-self-end"
          disabled={preview.left !== 0}
          isBusy={merge.isPending}
          onClick={() => merge.mutate({ workspace: slug, ...ids, resolutions: preview.resolutions })}
        >
          {preview.left === undefined || preview.left === 0 ? t('branches.merge') : t('branches.conflictsLeft', { count: preview.left })}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
