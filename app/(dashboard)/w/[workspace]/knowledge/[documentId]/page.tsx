import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocumentPage } from '@/components/knowledge/document-page';
import { api, isMissing, Prefetched, prefetch } from '../../../../../server-api';

interface DocumentRouteProps {
  readonly params: Promise<{ workspace: string; documentId: string }>;
}

export async function generateMetadata({ params }: DocumentRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).knowledge.get(await params)).name };
  } catch {
    // The page itself answers for a document that is not there.
    return {};
  }
}

export default async function DocumentRoute({ params }: DocumentRouteProps) {
  const { workspace, documentId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.knowledge.get.queryOptions({ workspace, documentId }));
    isGone = isMissing(client, trpc.knowledge.get.queryKey({ workspace, documentId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <DocumentPage documentId={documentId} />
    </Prefetched>
  );
}
