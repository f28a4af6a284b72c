import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { WebhookPage } from '@/components/settings/webhook-page';
import { isMissing, Prefetched, prefetch } from '../../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string; webhookId: string }> }) {
  const { workspace, webhookId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.webhooks.get.queryOptions({ workspace, webhookId }));
    isGone = isMissing(client, trpc.webhooks.get.queryKey({ workspace, webhookId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <WebhookPage webhookId={webhookId} />
    </Prefetched>
  );
}
