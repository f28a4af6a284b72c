'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../trpc/client';
import { useLiveFeed } from './use-live-feed';

/** Keeps what this page shows of the workspace's conversations as it is now, without asking again and again. */
export function useLiveConversations(): void {
  const queries = useQueryClient();
  const trpc = useTRPC();
  useLiveFeed({ conversations: true }, () => {
    for (const queryKey of [trpc.conversations.pathKey(), trpc.agents.list.pathKey(), trpc.analytics.overview.pathKey(), trpc.home.pathKey()])
      void queries.invalidateQueries({ queryKey });
  });
}
