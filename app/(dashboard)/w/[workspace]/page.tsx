import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HomePage } from '@/components/home/home-page';
import { homePeriod, homeTimeOf, liveShown, recentShown } from '@/components/home/home-period';
import { Prefetched, prefetch } from '../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('home'))('title') };
}

interface PageProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { workspace } = await params;
  const time = homeTimeOf([(await searchParams)['time']].flat()[0]);
  await prefetch(
    (trpc, client) => client.prefetchQuery(trpc.analytics.overview.queryOptions({ workspace, period: homePeriod(time, Date.now()) })),
    (trpc, client) => client.prefetchQuery(trpc.home.firstSteps.queryOptions({ workspace })),
    (trpc, client) => client.prefetchQuery(trpc.agents.list.queryOptions({ workspace, sortBy: 'createdAt', order: 'asc' })),
    (trpc, client) => client.prefetchQuery(trpc.conversations.list.queryOptions({ workspace, pageSize: recentShown })),
    (trpc, client) => client.prefetchQuery(trpc.conversations.list.queryOptions({ workspace, filter: { status: 'in-progress' }, pageSize: liveShown })),
  );
  return (
    <Prefetched>
      <HomePage />
    </Prefetched>
  );
}
