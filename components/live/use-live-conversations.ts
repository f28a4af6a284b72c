'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { watchConversations } from './watch-conversations';

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
    const stop = watchConversations({ workspace: slug, onChange: refresh, onWatching: refresh });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [slug, queries, trpc]);
}
