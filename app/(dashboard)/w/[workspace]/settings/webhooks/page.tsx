import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WebhooksPage } from '@/components/settings/webhooks-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch(
    (trpc, client) => client.prefetchQuery(trpc.webhooks.list.queryOptions({ workspace })),
    (trpc, client) => client.prefetchQuery(trpc.webhooks.afterCalls.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <WebhooksPage />
    </Prefetched>
  );
}
