import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccountPage } from '@/components/settings/account-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') };
}

export default async function Page() {
  await prefetch((trpc, client) => client.prefetchQuery(trpc.account.get.queryOptions()));
  return (
    <Prefetched>
      <AccountPage />
    </Prefetched>
  );
}
