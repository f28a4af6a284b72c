import { dehydrate, HydrationBoundary, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache, type ReactNode } from 'react';
import { makeQueryClient } from '@/components/trpc/query-client';
import { createCaller } from '@/server/trpc/caller';
import { createContext } from '@/server/trpc/context';
import { type AppRouter, appRouter } from '@/server/trpc/root';

const requestContext = cache(async () => createContext(await headers()));

/** Calls procedures as the person who asked for this page. */
export const api = cache(async () => createCaller(await requestContext()));

const requestQueryClient = cache(makeQueryClient);

/** The same queries as the browser's, run now; what they find is handed over by `Prefetched`. */
export async function prefetch(...queries: readonly ((trpc: TRPCOptionsProxy<AppRouter>, client: QueryClient) => Promise<unknown>)[]): Promise<void> {
  const client = requestQueryClient();
  const context = await requestContext();
  const trpc = createTRPCOptionsProxy<AppRouter>({ ctx: context, router: appRouter, queryClient: client });
  await Promise.all(queries.map((query) => query(trpc, client)));
}

/** Whether a prefetched query was answered with "there is no such thing". Other failures are left to the browser, which tries again and says why. */
export function isMissing(client: QueryClient, queryKey: QueryKey): boolean {
  const error: unknown = client.getQueryState(queryKey)?.error;
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'NOT_FOUND';
}

export function Prefetched({ children }: { readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(requestQueryClient())}>{children}</HydrationBoundary>;
}
