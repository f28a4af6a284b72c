import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EnvironmentPage } from '@/components/settings/environment-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('environment'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch(
    (trpc, client) =>
      client.prefetchInfiniteQuery(
        trpc.environmentVariables.list.infiniteQueryOptions({ workspace }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
      ),
    (trpc, client) => client.prefetchQuery(trpc.authConnections.list.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <EnvironmentPage />
    </Prefetched>
  );
}
