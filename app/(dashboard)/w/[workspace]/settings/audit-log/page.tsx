import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuditLogPage } from '@/components/settings/audit-log-page';
import { Prefetched, prefetch } from '../../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await prefetch((trpc, client) =>
    client.prefetchInfiniteQuery(trpc.auditLog.list.infiniteQueryOptions({ workspace }, { getNextPageParam: (page) => page.nextCursor ?? undefined })),
  );
  return (
    <Prefetched>
      <AuditLogPage />
    </Prefetched>
  );
}
