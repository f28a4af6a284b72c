import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MembersPage } from '@/components/settings/members-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch(
    (trpc, client) => client.prefetchQuery(trpc.members.list.queryOptions({ workspace })),
    (trpc, client) => client.prefetchQuery(trpc.invitations.list.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <MembersPage />
    </Prefetched>
  );
}
