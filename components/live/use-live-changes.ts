'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';

/** Keeps whatever the pages of a workspace show as it is now, whoever changes it. */
export function useLiveChanges(): void {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const { refresh } = useRouter();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let hasLeft = false;
    // The pages are of use without it, so its script comes after theirs.
    void import('./watch-changes').then(({ watchChanges }) => {
      if (!hasLeft) stop = watchChanges({ workspace: slug, queries, trpc, onMembers: refresh });
    });
    return () => {
      hasLeft = true;
      stop?.();
    };
  }, [slug, queries, trpc, refresh]);
}
