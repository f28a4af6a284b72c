'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '@/server/trpc/root';
import { TRPCProvider } from './client';
import { makeQueryClient } from './query-client';

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(() => createTRPCClient<AppRouter>({ links: [link()] }));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

const address = { url: '/api/trpc', transformer: superjson } as const;

/** Requests go together, but for those that may be made as the page is left: they go at once and outlive it. */
function link() {
  return splitLink({
    condition: ({ context }) => context['outlivesPage'] === true,
    true: httpLink({ ...address, fetch: (url, options) => fetch(url, { ...(options as RequestInit), keepalive: true }) }),
    false: httpBatchStreamLink(address),
  });
}
