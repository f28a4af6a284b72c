import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { listPageSize, readFilterValues, toListFilter } from '@/components/conversations/conversation-filter';
import { ConversationsList } from '@/components/conversations/conversations-list';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('conversations'))('title') };
}

interface ConversationsPageProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConversationsPage({ params, searchParams }: ConversationsPageProps) {
  const { workspace } = await params;
  const parameters = await searchParams;
  const values = readFilterValues((name) => [parameters[name]].flat()[0]);
  await prefetch((trpc, client) =>
    client.prefetchInfiniteQuery(
      trpc.conversations.list.infiniteQueryOptions(
        { workspace, filter: toListFilter(values, Date.now()), pageSize: listPageSize },
        { getNextPageParam: (page) => page.nextCursor ?? undefined },
      ),
    ),
  );
  return (
    <Prefetched>
      <ConversationsList />
    </Prefetched>
  );
}
