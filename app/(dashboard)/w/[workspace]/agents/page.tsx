import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AgentsList } from '@/components/agents/agents-list';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agents'))('title') };
}

interface AgentsPageProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ search?: string; show?: string }>;
}

export default async function AgentsPage({ params, searchParams }: AgentsPageProps) {
  const { workspace } = await params;
  const { search, show } = await searchParams;
  await prefetch((trpc, client) =>
    client.prefetchInfiniteQuery(
      trpc.agents.list.infiniteQueryOptions(
        { workspace, ...(search === undefined || search === '' ? {} : { search }), ...(show === 'archived' ? { archived: true } : {}) },
        { getNextPageParam: (page) => page.nextCursor ?? undefined },
      ),
    ),
  );
  return (
    <Prefetched>
      <AgentsList />
    </Prefetched>
  );
}
