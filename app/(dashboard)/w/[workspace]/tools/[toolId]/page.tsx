import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ToolPage } from '@/components/tools/tool-page';
import { api, isMissing, Prefetched, prefetch } from '../../../../../server-api';

interface ToolRouteProps {
  readonly params: Promise<{ workspace: string; toolId: string }>;
}

export async function generateMetadata({ params }: ToolRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).tools.get(await params)).name };
  } catch {
    // The page itself answers for a tool that is not there.
    return {};
  }
}

export default async function ToolRoute({ params }: ToolRouteProps) {
  const { workspace, toolId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.tools.get.queryOptions({ workspace, toolId }));
    isGone = isMissing(client, trpc.tools.get.queryKey({ workspace, toolId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <ToolPage toolId={toolId} />
    </Prefetched>
  );
}
