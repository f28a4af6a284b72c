import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Replay } from '@/components/conversations/replay';
import { isMissing, Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('conversations'))('title') };
}

interface ConversationPageProps {
  readonly params: Promise<{ workspace: string; conversationId: string }>;
}

export default async function ConversationPage({ params }: ConversationPageProps) {
  const { workspace, conversationId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.conversations.get.queryOptions({ workspace, conversationId }));
    isGone = isMissing(client, trpc.conversations.get.queryKey({ workspace, conversationId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <Replay key={conversationId} conversationId={conversationId} />
    </Prefetched>
  );
}
