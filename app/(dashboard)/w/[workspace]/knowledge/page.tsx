import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { documentsAtOnce } from '@/components/knowledge/documents-at-once';
import { KnowledgePage } from '@/components/knowledge/knowledge-page';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('knowledge'))('title') };
}

interface KnowledgeRouteProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ folder?: string; search?: string }>;
}

export default async function KnowledgeRoute({ params, searchParams }: KnowledgeRouteProps) {
  const { workspace } = await params;
  const { folder = null, search = '' } = await searchParams;
  await prefetch(
    (trpc, client) =>
      client.prefetchInfiniteQuery(
        trpc.knowledge.list.infiniteQueryOptions(
          { workspace, foldersFirst: true, pageSize: documentsAtOnce, ...(search === '' ? { parentId: folder } : { search }) },
          { getNextPageParam: (page) => page.nextCursor ?? undefined },
        ),
      ),
    (trpc, client) => client.prefetchQuery(trpc.knowledge.overview.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <KnowledgePage />
    </Prefetched>
  );
}
