import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ApiKeysPage } from '@/components/settings/api-keys-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apiKeys'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch((trpc, client) => client.prefetchQuery(trpc.apiKeys.list.queryOptions({ workspace })));
  return (
    <Prefetched>
      <ApiKeysPage />
    </Prefetched>
  );
}
