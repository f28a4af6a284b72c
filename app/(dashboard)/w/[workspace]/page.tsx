import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HomePage } from '@/components/home/home-page';
import { Prefetched, prefetch } from '../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('home'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch(
    (trpc, client) => client.prefetchQuery(trpc.conversations.list.queryOptions({ workspace, pageSize: 6 })),
    (trpc, client) => client.prefetchQuery(trpc.conversations.list.queryOptions({ workspace, pageSize: 1 })),
    (trpc, client) => client.prefetchQuery(trpc.agents.list.queryOptions({ workspace, sortBy: 'createdAt', order: 'asc' })),
    (trpc, client) => client.prefetchQuery(trpc.members.list.queryOptions({ workspace })),
    (trpc, client) => client.prefetchQuery(trpc.invitations.list.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <HomePage />
    </Prefetched>
  );
}
