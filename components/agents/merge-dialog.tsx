'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Dialog, DialogContent } from '../ui/dialog';
import { toast } from '../ui/toaster';
import { ChoicesFoot } from './choices-foot';
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
        preview.form.forget();
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
        <ChoicesFoot
          label={t('branches.merge')}
          left={preview.left}
          problem={merge.error?.message}
          isBusy={merge.isPending}
          onAct={() => merge.mutate({ workspace: slug, ...ids, resolutions: preview.resolutions })}
        />
      </DialogContent>
    </Dialog>
  );
}
