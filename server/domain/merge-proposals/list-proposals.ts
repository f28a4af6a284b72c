import type { WorkspaceScope } from '../../auth/scope';
import { findAgent } from '../agents/get-agent';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { proposalViews } from './find-proposal';
import type { ProposalView } from './proposal-views';

export interface ListProposalsInput {
  readonly agentId: string;
  readonly status?: 'open' | 'merged' | 'closed' | undefined;
  readonly sourceBranchId?: string | undefined;
  readonly targetBranchId?: string | undefined;
  /** Part of a title, in any case. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** The proposals to merge branches of an agent, newest first. */
export async function listProposals(scope: WorkspaceScope, input: ListProposalsInput): Promise<Page<ProposalView>> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const size = pageSizeOf(input.pageSize);
  const search = input.search?.trim() ?? '';
  const rows = await scope.db.agentMergeProposal.findMany({
    where: {
      agentId: agent.id,
      ...(input.status === undefined ? {} : { status: input.status }),
      ...(input.sourceBranchId === undefined ? {} : { sourceBranchId: input.sourceBranchId }),
      ...(input.targetBranchId === undefined ? {} : { targetBranchId: input.targetBranchId }),
      ...(search === '' ? {} : { title: { contains: literally(search), mode: 'insensitive' } }),
      ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  const views = await proposalViews(scope, rows);
  return cutPage(
    views,
    size,
    (view) => ({ value: view.createdAt.getTime(), id: view.id }),
    (view) => view,
  );
}
