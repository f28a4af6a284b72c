'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import type { Proposal } from './discussion-entries';

/** Shows a proposal as the server answered it after a change. */
export function useTakeProposal(): (next: Proposal) => Promise<void> {
  const { slug } = useWorkspace();
  const { proposal, proposals } = useTRPC().branches;
  const queries = useQueryClient();
  return async (next) => {
    queries.setQueryData(proposal.queryKey({ workspace: slug, agentId: next.agentId, proposalId: next.id }), next);
    await queries.invalidateQueries({ queryKey: proposals.pathKey() });
  };
}
