import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ProvidersPage } from '@/components/settings/providers-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('providers'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch((trpc, client) => client.prefetchQuery(trpc.credentials.list.queryOptions({ workspace })));
  return (
    <Prefetched>
      <ProvidersPage />
    </Prefetched>
  );
}
