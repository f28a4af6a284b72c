import type { Json, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { findAgent, findBranch, findVersion } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import { mergeWithin } from '../branches/merge-branch';
import type { MergeChoices } from '../branches/prepare-merge';
import { rebaseFollowers } from '../branches/rebase-branch';
import { findOpenProposal, findProposal, getProposal, type ProposalInput } from './find-proposal';
import type { ProposalComment, ProposalReview, ProposalView } from './proposal-views';

export interface ProposeInput {
  readonly agentId: string;
  readonly sourceBranchId: string;
  readonly targetBranchId: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly requestedReviewers?: readonly string[] | undefined;
}

const longestTitle = 200;
const longestText = 10_000;
const mostEntries = 500;

/** Asks for a merge. There is one open proposal for two branches at a time. Throws `not_found`, `conflict`, `invalid_input`. */
export async function proposeMerge(scope: WorkspaceScope, input: ProposeInput): Promise<string> {
  scope.may('agents:write');
  const title = checkedTitle(input.title);
  const description = checkedText('description', input.description ?? '');
  const id = newId('mergeProposal');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    const source = await findBranch(db, agent, input.sourceBranchId);
    const target = await findBranch(db, agent, input.targetBranchId);
    if (source.id === target.id) throw new AppError('bad_request', 'A branch cannot be merged into itself.');
    for (const branch of [source, target]) if (branch.archivedAt !== null) throw new AppError('conflict', `The branch “${branch.name}” is archived.`);
    const between = { agentId: agent.id, sourceBranchId: source.id, targetBranchId: target.id };
    if ((await db.agentMergeProposal.findFirst({ where: { ...between, status: 'open' } })) !== null) {
      throw new AppError('conflict', 'There is an open proposal to merge this branch already.');
    }
    const tip = await findVersion(db, agent, { branchId: source.id });
    await db.agentMergeProposal.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        ...between,
        sourceVersionId: tip.id,
        title,
        description,
        requestedReviewers: [...(input.requestedReviewers ?? [])],
        createdBy: scope.actor.id,
      },
    });
    await noteChange(db, scope, {
      action: 'merge-proposal.created',
      targetKind: 'agent',
      targetId: agent.id,
      after: { title, source: source.name, target: target.name },
    });
  });
  return id;
}

export interface EditProposalInput extends ProposalInput {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly requestedReviewers?: readonly string[] | undefined;
  readonly close?: boolean | undefined;
}

/** Rewords an open proposal, asks others to review it, or closes it: withdrawn by its author, rejected by anyone else. */
export async function editProposal(scope: WorkspaceScope, input: EditProposalInput): Promise<ProposalView> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const proposal = await findOpenProposal(db, input);
    const closeReason = proposal.createdBy === scope.actor.id ? 'withdrawn' : 'rejected';
    await db.agentMergeProposal.updateMany({
      where: { id: proposal.id },
      data: {
        ...(input.title === undefined ? {} : { title: checkedTitle(input.title) }),
        ...(input.description === undefined ? {} : { description: checkedText('description', input.description) }),
        ...(input.requestedReviewers === undefined ? {} : { requestedReviewers: [...input.requestedReviewers] }),
        ...(input.close === true ? { status: 'closed', closeReason, resolvedAt: new Date(), resolvedBy: scope.actor.id } : {}),
      },
    });
    await noteChange(db, scope, {
      action: input.close === true ? 'merge-proposal.closed' : 'merge-proposal.updated',
      targetKind: 'agent',
      targetId: proposal.agentId,
      before: { title: proposal.title, ...(input.requestedReviewers === undefined ? {} : { requestedReviewers: proposal.requestedReviewers }) },
      after: {
        title: input.title ?? proposal.title,
        ...(input.requestedReviewers === undefined ? {} : { requestedReviewers: [...input.requestedReviewers] }),
        ...(input.close === true ? { closeReason } : {}),
      },
    });
  });
  return getProposal(scope, input);
}

export async function commentOnProposal(scope: WorkspaceScope, input: ProposalInput & { readonly body: string }): Promise<ProposalView> {
  scope.may('agents:write');
  const body = checkedText('body', input.body);
  if (body === '') throw new AppError('invalid_input', 'A comment needs a text.', { path: ['body'] });
  await scope.db.$transaction(async (db) => {
    const proposal = await findProposal(db, input);
    const comment: ProposalComment = { id: newId('mergeComment'), userId: scope.actor.id, body, createdAt: nowSecs() };
    const comments = [...(proposal.comments as unknown as ProposalComment[]), comment];
    if (comments.length > mostEntries) throw new AppError('conflict', `A proposal has at most ${mostEntries} comments.`);
    await db.agentMergeProposal.updateMany({ where: { id: proposal.id }, data: { comments: comments as unknown as Json } });
    await noteChange(db, scope, { action: 'merge-proposal.commented', targetKind: 'agent', targetId: proposal.agentId, after: { title: proposal.title } });
  });
  return getProposal(scope, input);
}

/** Approves somebody else's proposal or asks for changes; a later review by the same person takes the earlier one's place. Throws `forbidden` for one's own. */
export async function reviewProposal(
  scope: WorkspaceScope,
  input: ProposalInput & { readonly state: ProposalReview['state']; readonly comment?: string | undefined },
): Promise<ProposalView> {
  scope.may('agents:write');
  const comment = checkedText('comment', input.comment ?? '');
  await scope.db.$transaction(async (db) => {
    const proposal = await findOpenProposal(db, input);
    if (proposal.createdBy === scope.actor.id) throw new AppError('forbidden', 'A proposal is reviewed by others than the one who made it.');
    const review: ProposalReview = {
      userId: scope.actor.id,
      state: input.state,
      submittedAt: nowSecs(),
      ...(comment === '' ? {} : { comment }),
      reviewerRole: scope.can('agents:admin') ? 'admin' : 'editor',
    };
    const others = (proposal.reviews as unknown as ProposalReview[]).filter(({ userId }) => userId !== scope.actor.id);
    await db.agentMergeProposal.updateMany({ where: { id: proposal.id }, data: { reviews: [...others, review] as unknown as Json } });
    await noteChange(db, scope, {
      action: 'merge-proposal.reviewed',
      targetKind: 'agent',
      targetId: proposal.agentId,
      after: { title: proposal.title, state: input.state },
    });
  });
  return getProposal(scope, input);
}

export interface MergeProposalInput extends ProposalInput, MergeChoices {
  readonly archiveSource?: boolean | undefined;
  /** Merge though somebody asks for changes. `force` does so too, and takes the source's side wherever nobody chose. */
  readonly despiteReviews?: boolean | undefined;
}

/** Carries a proposal out. Throws `conflict` while someone asks for changes (unless that is passed over) or the branches conflict. */
export async function mergeProposal(scope: WorkspaceScope, input: MergeProposalInput): Promise<ProposalView> {
  scope.may('agents:write');
  const { force, resolutions, archiveSource, despiteReviews } = input;
  const targetBranchId = await scope.db.$transaction(async (db) => {
    const proposal = await findOpenProposal(db, input);
    const isObjectedTo = (proposal.reviews as unknown as ProposalReview[]).some(({ state }) => state === 'changes_requested');
    if (isObjectedTo && force !== true && despiteReviews !== true)
      throw new AppError('conflict', 'A reviewer asks for changes. Merge with force to go over that.');
    const { agentId, sourceBranchId } = proposal;
    // Resolved first: archiving the source closes every proposal of it that is still open.
    const resolved = { status: 'merged', resolvedAt: new Date(), resolvedBy: scope.actor.id };
    await db.agentMergeProposal.updateMany({ where: { id: proposal.id }, data: resolved });
    const merged = await mergeWithin(db, scope, { agentId, sourceBranchId, targetBranchId: proposal.targetBranchId, force, resolutions, archiveSource });
    await db.agentMergeProposal.updateMany({ where: { id: proposal.id }, data: { mergedVersionId: merged.versionId } });
    return proposal.targetBranchId;
  });
  await rebaseFollowers(scope, { agentId: input.agentId, branchId: targetBranchId });
  return getProposal(scope, input);
}

function checkedTitle(title: string): string {
  const trimmed = title.trim();
  if (trimmed === '' || trimmed.length > longestTitle) throw new AppError('invalid_input', `A title has 1 to ${longestTitle} characters.`, { path: ['title'] });
  return trimmed;
}

function checkedText(name: string, text: string): string {
  if (text.length > longestText) throw new AppError('invalid_input', `At most ${longestText} characters.`, { path: [name] });
  return text.trim();
}

function nowSecs(): number {
  return Math.floor(Date.now() / 1000);
}
