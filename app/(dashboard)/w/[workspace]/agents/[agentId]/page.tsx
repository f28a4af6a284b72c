import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AgentEditor } from '@/components/agents/agent-editor';
import { api, isMissing, Prefetched, prefetch } from '../../../../../server-api';

interface AgentPageProps {
  readonly params: Promise<{ workspace: string; agentId: string }>;
}

export async function generateMetadata({ params }: AgentPageProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).agents.get(await params)).name };
  } catch {
    // The page itself answers for an agent that is not there.
    return {};
  }
}

export default async function AgentPage({ params }: AgentPageProps) {
  const { workspace, agentId } = await params;
  let isGone = false;
  await prefetch(async (trpc, client) => {
    await client.prefetchQuery(trpc.agents.get.queryOptions({ workspace, agentId }));
    isGone = isMissing(client, trpc.agents.get.queryKey({ workspace, agentId }));
  });
  if (isGone) notFound();
  return (
    <Prefetched>
      <AgentEditor agentId={agentId} />
    </Prefetched>
  );
}
