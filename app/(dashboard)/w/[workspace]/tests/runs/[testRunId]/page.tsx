import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RunReplay } from '@/components/tests/run-replay';
import { api, isMissing, Prefetched, prefetch } from '../../../../../../server-api';

interface TestRunRouteProps {
  readonly params: Promise<{ workspace: string; testRunId: string }>;
}

export async function generateMetadata({ params }: TestRunRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).tests.testRun(await params)).testName };
  } catch {
    // The page itself answers for a run that is not there.
    return {};
  }
}

export default async function TestRunRoute({ params }: TestRunRouteProps) {
  const { workspace, testRunId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.tests.testRun.queryOptions({ workspace, testRunId }));
    isGone = isMissing(client, trpc.tests.testRun.queryKey({ workspace, testRunId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <RunReplay testRunId={testRunId} />
    </Prefetched>
  );
}
