'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';
import { ChangeList } from './change-list';
import { listChanges } from './document-changes';

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
  const [resolutions, setResolutions] = useState<Readonly<Record<string, 'source' | 'target'>>>({});
  const ids = { workspace: slug, agentId: source.agentId, sourceBranchId: source.id, targetBranchId: target.id };
  // Without choices, so that what was chosen can be chosen again.
  const open = useQuery(trpc.branches.previewMerge.queryOptions(ids, { staleTime: 0 }));
  const chosen = useQuery(trpc.branches.previewMerge.queryOptions({ ...ids, resolutions }, { staleTime: 0, placeholderData: (before) => before }));
  const before = useQuery(trpc.agents.get.queryOptions({ workspace: slug, agentId: source.agentId, branchId: target.id }, { staleTime: 0 }));
  const merge = useMutation(
    trpc.branches.merge.mutationOptions({
      onSuccess: async ({ versionNumber }) => {
        toast.success(t('branches.merged', { name: target.name, number: versionNumber }));
        await Promise.all([queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }), queries.invalidateQueries({ queryKey: trpc.agents.pathKey() })]);
        onClose();
      },
    }),
  );
  const problem = open.error ?? chosen.error ?? before.error;
  const conflicts = open.data?.conflicts ?? [];
  const left = conflicts.filter(({ path }) => resolutions[path.join('.')] === undefined).length;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('branches.mergeTitle', { source: source.name, target: target.name })} className="max-w-3xl">
        {problem ? <Failure message={problem.message} onRetry={() => void Promise.all([open.refetch(), chosen.refetch(), before.refetch()])} /> : null}
        {conflicts.map(({ path, source: ours, target: theirs }) => {
          const key = path.join('.');
          return (
            <section key={key} aria-label={key} className="grid gap-2 rounded-md border p-3">
              <p className="font-mono text-xs text-ink-soft">{key}</p>
              <ChangeList changes={[{ path, before: theirs, after: ours }]} />
              <Segmented
                aria-label={t('branches.choose', { path: key })}
                value={resolutions[key] ?? ''}
                options={[
                  { value: 'target', label: t('branches.keep', { name: target.name }) },
                  { value: 'source', label: t('branches.take', { name: source.name }) },
                ]}
                onValueChange={(side) => setResolutions({ ...resolutions, [key]: side === 'source' ? 'source' : 'target' })}
              />
            </section>
          );
        })}
        {before.data === undefined || chosen.data === undefined ? (
          problem ? null : (
            <Skeleton className="h-32" />
          )
        ) : (
          <ChangeList
            changes={listChanges(
              { name: before.data.version.name, config: before.data.version.config },
              { name: chosen.data.agent.name, config: chosen.data.agent.version.config },
            )}
          />
        )}
        {merge.isError ? (
          <p role="alert" className="text-sm text-danger">
            {merge.error.message}
          </p>
        ) : null}
        <Button
          look="primary"
          className="justify-self-end"
          disabled={left > 0 || open.data === undefined}
          isBusy={merge.isPending}
          onClick={() => merge.mutate({ ...ids, resolutions })}
        >
          {left > 0 ? t('branches.conflictsLeft', { count: left }) : t('branches.merge')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
