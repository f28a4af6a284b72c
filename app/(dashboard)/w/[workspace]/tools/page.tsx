import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ToolsPage } from '@/components/tools/tools-page';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tools'))('title') };
}

interface ToolsRouteProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ search?: string; tab?: string }>;
}

export default async function ToolsRoute({ params, searchParams }: ToolsRouteProps) {
  const { workspace } = await params;
  const { search = '', tab = 'tools' } = await searchParams;
  if (tab === 'mcp') await prefetch((trpc, client) => client.prefetchQuery(trpc.mcpServers.list.queryOptions({ workspace })));
  if (tab === 'tools') {
    await prefetch((trpc, client) =>
      client.prefetchInfiniteQuery(
        trpc.tools.list.infiniteQueryOptions(
          { workspace, sortBy: 'name', ...(search === '' ? {} : { search }) },
          { getNextPageParam: (page) => page.nextCursor ?? undefined },
        ),
      ),
    );
  }
  return (
    <Prefetched>
      <ToolsPage />
    </Prefetched>
  );
}
