'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Dialog, DialogContent } from '../ui/dialog';
import { toast } from '../ui/toaster';
import { ChoicesFoot } from './choices-foot';
import { MergeChanges } from './merge-changes';
import { useRebasePreview } from './use-merge-preview';

export interface RebaseDialogProps {
  readonly branch: Answers['branches']['list']['items'][number];
  readonly parent: { readonly name: string };
  readonly onClose: () => void;
}

/** What a branch would become with what was saved on its parent since. */
export function RebaseDialog({ branch, parent, onClose }: RebaseDialogProps) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const ids = { agentId: branch.agentId, branchId: branch.id };
  const preview = useRebasePreview(ids);
  const rebase = useMutation(
    trpc.branches.rebase.mutationOptions({
      onSuccess: async () => {
        preview.form.forget();
        toast.success(t('branches.rebased', { name: branch.name, parent: parent.name }));
        await Promise.all([queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }), queries.invalidateQueries({ queryKey: trpc.agents.pathKey() })]);
        onClose();
      },
    }),
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={t('branches.rebaseTitle', { name: branch.name })}
        description={t('branches.rebaseHelp', { name: branch.name, parent: parent.name, count: branch.commitsBehind })}
        className="max-w-3xl"
      >
        <MergeChanges preview={preview} names={{ source: branch.name, target: parent.name }} changed="source" />
        <ChoicesFoot
          label={t('branches.rebase')}
          left={preview.left}
          problem={rebase.error?.message}
          isBusy={rebase.isPending}
          onAct={() => rebase.mutate({ workspace: slug, ...ids, resolutions: preview.resolutions })}
        />
      </DialogContent>
    </Dialog>
  );
}
