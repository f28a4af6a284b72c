import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProposalPage } from '@/components/merge-proposals/proposal-page';
import { api, isMissing, Prefetched, prefetch } from '../../../../../../../server-api';

interface ProposalRouteProps {
  readonly params: Promise<{ workspace: string; agentId: string; proposalId: string }>;
}

export async function generateMetadata({ params }: ProposalRouteProps): Promise<Metadata> {
  try {
    return { title: (await (await api()).branches.proposal(await params)).title };
  } catch {
    // The page itself answers for a proposal that is not there.
    return {};
  }
}

export default async function ProposalRoute({ params }: ProposalRouteProps) {
  const { workspace, agentId, proposalId } = await params;
  let isGone = false;
  await prefetch(
    async (trpc, client) => {
      await client.prefetchQuery(trpc.branches.proposal.queryOptions({ workspace, agentId, proposalId }));
      isGone = isMissing(client, trpc.branches.proposal.queryKey({ workspace, agentId, proposalId }));
    },
    (trpc, client) => client.prefetchQuery(trpc.agents.get.queryOptions({ workspace, agentId })),
  );
  if (isGone) notFound();
  return (
    <Prefetched>
      <ProposalPage agentId={agentId} proposalId={proposalId} />
    </Prefetched>
  );
}
