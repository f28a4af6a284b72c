'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { changesBetween } from './document-changes';
import type { DraftDocument, DraftKeeper } from './use-agent-draft';

/** Keeps one's draft of a branch with the server, where it is there in other browsers and for tests of it. */
export function useKeptDraft(agent: Answers['agents']['get'], draft: Answers['branches']['draft']): DraftKeeper & { readonly isKeeping: boolean } {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: agentId, branchId } = agent;
  const key = trpc.branches.draft.queryKey({ workspace: slug, agentId, branchId });
  const { mutate: save, isPending } = useMutation(trpc.branches.saveDraft.mutationOptions());
  const { mutate: remove } = useMutation(trpc.branches.deleteDraft.mutationOptions());

  const kept = useMemo(() => {
    if (draft === null) return null;
    const { base, name, config } = draft;
    return { baseVersion: base.versionNumber, changes: changesBetween({ name: base.name, config: base.config }, { name, config }) };
  }, [draft]);
  const keep = useCallback(
    ({ name, config, baseVersion }: DraftDocument & { readonly baseVersion: number }) => {
      // A draft without a name is none; this browser keeps it until it has one.
      if (name.trim() === '') return;
      save(
        { workspace: slug, agentId, branchId, name, config: config as unknown as Record<string, unknown>, baseVersion },
        { onSuccess: () => void queries.invalidateQueries({ queryKey: key, refetchType: 'none' }) },
      );
    },
    [save, slug, agentId, branchId, queries, key],
  );
  const forget = useCallback(() => {
    queries.setQueryData(key, null);
    remove({ workspace: slug, agentId, branchId });
  }, [queries, key, remove, slug, agentId, branchId]);
  return { kept, keep, forget, isKeeping: isPending };
}
