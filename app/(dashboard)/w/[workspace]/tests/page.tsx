import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TestsPage } from '@/components/tests/tests-page';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tests'))('title') };
}

interface TestsRouteProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ tab?: string; search?: string; folder?: string }>;
}

export default async function TestsRoute({ params, searchParams }: TestsRouteProps) {
  const { workspace } = await params;
  const { tab = 'cases', search = '', folder = '' } = await searchParams;
  if (tab === 'cases') {
    await prefetch((trpc, client) =>
      client.prefetchInfiniteQuery(
        trpc.tests.list.infiniteQueryOptions(
          { workspace, withFolders: true, ...(search === '' ? {} : { search }), ...(folder === '' ? {} : { folderId: folder }) },
          { getNextPageParam: (page) => page.nextCursor ?? undefined },
        ),
      ),
    );
  }
  return (
    <Prefetched>
      <TestsPage />
    </Prefetched>
  );
}
