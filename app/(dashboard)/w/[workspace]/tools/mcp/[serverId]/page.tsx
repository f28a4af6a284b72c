import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { McpServerPage } from '@/components/tools/mcp-server-page';
import { api, isMissing, Prefetched, prefetch } from '../../../../../../server-api';

interface McpServerRouteProps {
  readonly params: Promise<{ workspace: string; serverId: string }>;
}

export async function generateMetadata({ params }: McpServerRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).mcpServers.get(await params)).name };
  } catch {
    // The page itself answers for a server that is not there.
    return {};
  }
}

export default async function McpServerRoute({ params }: McpServerRouteProps) {
  const { workspace, serverId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.mcpServers.get.queryOptions({ workspace, serverId }));
    isGone = isMissing(client, trpc.mcpServers.get.queryKey({ workspace, serverId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <McpServerPage serverId={serverId} />
    </Prefetched>
  );
}
