'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';

/** Changes that come together are one reason to ask again. */
const gatherMs = 300;

/** Keeps what this page shows of the workspace's conversations as it is now, without asking again and again. */
export function useLiveConversations(): void {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.agents.list.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.analytics.overview.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.home.pathKey() });
      }, gatherMs);
    };
    let stop: (() => void) | undefined;
    let hasLeft = false;
    // The page is of use without it, so its script comes after the page's own.
    void import('./watch-conversations').then(({ watchConversations }) => {
      if (!hasLeft) stop = watchConversations({ workspace: slug, onChange: refresh, onWatching: refresh });
    });
    return () => {
      hasLeft = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [slug, queries, trpc]);
}
