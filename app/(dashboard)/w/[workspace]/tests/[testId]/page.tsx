import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TestPage } from '@/components/tests/test-page';
import { api, isMissing, Prefetched, prefetch } from '../../../../../server-api';

interface TestRouteProps {
  readonly params: Promise<{ workspace: string; testId: string }>;
}

export async function generateMetadata({ params }: TestRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).tests.get(await params)).name };
  } catch {
    // The page itself answers for a test that is not there.
    return {};
  }
}

export default async function TestRoute({ params }: TestRouteProps) {
  const { workspace, testId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.tests.get.queryOptions({ workspace, testId }));
    isGone = isMissing(client, trpc.tests.get.queryKey({ workspace, testId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <TestPage testId={testId} />
    </Prefetched>
  );
}
