import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { findAgent, findBranch } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import type { BranchDetail, BranchProtection } from './branch-views';
import { getBranch } from './list-branches';
import { checkedBranchName, checkedDescription, refuseTakenName } from './rules';
import { currentSplit } from './traffic-split';

export interface UpdateBranchInput {
  readonly agentId: string;
  readonly branchId: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly isArchived?: boolean | undefined;
  readonly protection?: BranchProtection | undefined;
  readonly autoRebase?: boolean | undefined;
}

/** Renames, archives, protects a branch. Throws `not_found`, `conflict`, `forbidden`, `invalid_input`. */
export async function updateBranch(scope: WorkspaceScope, input: UpdateBranchInput): Promise<BranchDetail> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    const branch = await findBranch(db, agent, input.branchId);
    if (branch.protection === 'admin_perms_required' || input.protection === 'admin_perms_required') scope.may('agents:admin');
    const name = input.name === undefined ? branch.name : checkedBranchName(input.name);
    if (name !== branch.name) await refuseTakenName(db, agent.id, name, branch.id);
    if (input.autoRebase === true && branch.parentBranchId === null) throw new AppError('bad_request', 'The main branch has no parent to follow.');
    if (input.isArchived === true) await archiveBranch(db, scope, agent, branch);
    if (input.isArchived === false) await db.agentBranch.updateMany({ where: { id: branch.id }, data: { archivedAt: null } });
    await db.agentBranch.updateMany({
      where: { id: branch.id },
      data: {
        name,
        description: input.description === undefined ? branch.description : checkedDescription(input.description),
        protection: input.protection ?? branch.protection,
        autoRebase: input.autoRebase ?? branch.autoRebase,
      },
    });
    await noteChange(db, scope, {
      action: 'branch.updated',
      targetKind: 'agent',
      targetId: agent.id,
      before: { branch: branch.name, protection: branch.protection, archived: branch.archivedAt !== null },
      after: { branch: name, protection: input.protection ?? branch.protection, archived: input.isArchived ?? branch.archivedAt !== null },
    });
  });
  return getBranch(scope, input);
}

/** Puts a branch away, with the proposals to merge it. Throws `conflict` while conversations are sent to it. */
export async function archiveBranch(
  db: ScopedTransaction,
  scope: WorkspaceScope,
  agent: { readonly id: string; readonly mainBranchId: string },
  branch: { readonly id: string; readonly isMain: boolean; readonly archivedAt: Date | null },
): Promise<void> {
  if (branch.isMain) throw new AppError('conflict', 'The main branch cannot be archived.');
  if (branch.archivedAt !== null) return;
  if (((await currentSplit(db, agent))[branch.id] ?? 0) > 0) {
    throw new AppError('conflict', 'New conversations run on this branch: change the deployment first.');
  }
  const now = new Date();
  await db.agentBranch.updateMany({ where: { id: branch.id }, data: { archivedAt: now, autoRebase: false } });
  await db.agentMergeProposal.updateMany({
    where: { agentId: agent.id, status: 'open', OR: [{ sourceBranchId: branch.id }, { targetBranchId: branch.id }] },
    data: { status: 'closed', closeReason: 'branch_archived', resolvedAt: now, resolvedBy: scope.actor.id },
  });
}
