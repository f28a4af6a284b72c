import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PrivacyPage } from '@/components/settings/privacy-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('privacyPage'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch((trpc, client) => client.prefetchQuery(trpc.workspaces.privacy.queryOptions({ workspace })));
  return (
    <Prefetched>
      <PrivacyPage />
    </Prefetched>
  );
}
