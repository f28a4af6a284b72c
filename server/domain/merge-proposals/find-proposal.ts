import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { actorNames } from '../actor-names';
import { findAgent } from '../agents/get-agent';
import type { CloseReason, ProposalComment, ProposalReview, ProposalView } from './proposal-views';

export interface ProposalInput {
  readonly agentId: string;
  readonly proposalId: string;
}

/** One proposal. Throws `not_found`. */
export async function getProposal(scope: WorkspaceScope, input: ProposalInput): Promise<ProposalView> {
  scope.may('agents:read');
  const [view] = await proposalViews(scope, [await findProposal(scope.db, input)]);
  return view as ProposalView;
}

export async function findProposal(db: ScopedTransaction, { agentId, proposalId }: ProposalInput) {
  const agent = await findAgent(db, agentId);
  const proposal = await db.agentMergeProposal.findFirst({ where: { id: proposalId, agentId: agent.id } });
  if (proposal === null) throw new AppError('not_found', 'This merge proposal was not found.');
  return proposal;
}

export async function findOpenProposal(db: ScopedTransaction, input: ProposalInput) {
  const proposal = await findProposal(db, input);
  if (proposal.status !== 'open') throw new AppError('conflict', `This merge proposal is ${proposal.status}.`);
  return proposal;
}

type ProposalRow = Awaited<ReturnType<typeof findProposal>>;

export async function proposalViews(scope: WorkspaceScope, rows: readonly ProposalRow[]): Promise<ProposalView[]> {
  const [nameOf, branches, versions] = await Promise.all([
    actorNames(scope, rows.flatMap(peopleOf)),
    scope.db.agentBranch.findMany({
      where: { id: { in: rows.flatMap(({ sourceBranchId, targetBranchId }) => [sourceBranchId, targetBranchId]) } },
      select: { id: true, name: true },
    }),
    scope.db.agentVersion.findMany({
      where: { id: { in: rows.flatMap(({ mergedVersionId }) => mergedVersionId ?? []) } },
      select: { id: true, number: true, mergedFromBranchId: true },
    }),
  ]);
  return rows.map(({ workspaceId: _, ...row }) => ({
    ...row,
    reviews: row.reviews as unknown as ProposalReview[],
    comments: row.comments as unknown as ProposalComment[],
    status: row.status as ProposalView['status'],
    closeReason: row.closeReason as CloseReason | null,
    mergedVersionNumber: versions.find(({ id, mergedFromBranchId }) => id === row.mergedVersionId && mergedFromBranchId === row.sourceBranchId)?.number ?? null,
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
    names: Object.fromEntries([
      ...peopleOf(row).map((id) => [id, nameOf(id)] as const),
      ...branches.filter(({ id }) => id === row.sourceBranchId || id === row.targetBranchId).map(({ id, name }) => [id, name] as const),
    ]),
  }));
}

function peopleOf(row: Omit<ProposalRow, 'workspaceId'>): string[] {
  const said = [...(row.reviews as unknown as ProposalReview[]), ...(row.comments as unknown as ProposalComment[])];
  return [row.createdBy, ...(row.resolvedBy === null ? [] : [row.resolvedBy]), ...row.requestedReviewers, ...said.map(({ userId }) => userId)];
}
