import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { AgentView } from '../agents/agent-views';
import { checkWritable, commitVersion } from '../agents/commit-version';
import { findAgent, findBranch, getAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import type { FieldConflict } from './merge-documents';
import { conflictError, type MergeChoices, type MergeInput, prepareMerge } from './prepare-merge';

export interface RebaseInput extends MergeChoices {
  readonly agentId: string;
  readonly branchId: string;
}

export interface RebasePreview {
  /** The branch as it would be. */
  readonly agent: AgentView;
  readonly conflicts: readonly FieldConflict[];
  readonly overridden: readonly (readonly string[])[];
  readonly isSourceIdenticalToTarget: boolean;
}

/** What the branch would be with its parent's commits in it. Throws `not_found`, `bad_request`. */
export async function previewRebase(scope: WorkspaceScope, input: RebaseInput): Promise<RebasePreview> {
  scope.may('agents:read');
  const merge = await prepareMerge(scope.db, await asMerge(scope, input));
  const branch = await getAgent(scope, input);
  return {
    agent: { ...branch, version: { ...branch.version, config: merge.config } },
    conflicts: merge.conflicts,
    overridden: merge.overridden,
    isSourceIdenticalToTarget: merge.isSourceIdenticalToTarget,
  };
}

/** Brings what was committed to its parent into a branch. Throws `conflict` when both changed the same thing and nobody chose. */
export async function rebaseBranch(scope: WorkspaceScope, input: RebaseInput): Promise<void> {
  scope.may('agents:write');
  const merge = await asMerge(scope, input);
  const isChanged = await scope.db.$transaction(async (db) => {
    const { agent, source: branch, target: parent, ...rest } = await prepareMerge(db, merge);
    checkWritable(scope, branch);
    if (rest.conflicts.length > 0) throw conflictError(rest.conflicts);
    if (rest.isUpToDate) return false;
    const { number } = await commitVersion(db, scope, {
      agent,
      branch,
      parentVersionId: rest.sourceVersion.id,
      name: rest.sourceVersion.name,
      config: rest.config,
      description: `Brought up to date with ${parent.name}`,
      origin: { outOfBranchParentId: rest.targetVersion.id, rebasedFromVersionId: rest.sourceVersion.id },
    });
    await noteChange(db, scope, { action: 'branch.rebased', targetKind: 'agent', targetId: agent.id, after: { branch: branch.name, version: number } });
    return true;
  });
  if (isChanged) await rebaseFollowers(scope, input);
}

/** Branches that follow the one that was just changed take the change over, unless it conflicts with theirs. */
export async function rebaseFollowers(scope: WorkspaceScope, { agentId, branchId }: RebaseInput): Promise<void> {
  const followers = await scope.db.agentBranch.findMany({ where: { agentId, parentBranchId: branchId, autoRebase: true, archivedAt: null } });
  for (const follower of followers) {
    try {
      await rebaseBranch(scope, { agentId, branchId: follower.id });
    } catch (thrown) {
      // It stays behind, and its list entry says by how much: someone has to choose.
      if (!(thrown instanceof AppError) || (thrown.code !== 'conflict' && thrown.code !== 'forbidden')) throw thrown;
    }
  }
}

/** A rebase is the branch's changes on top of its parent as it is now. */
async function asMerge(scope: WorkspaceScope, input: RebaseInput): Promise<MergeInput> {
  const { agentId, branchId, force, resolutions } = input;
  const branch = await findBranch(scope.db, await findAgent(scope.db, agentId), branchId);
  if (branch.parentBranchId === null) throw new AppError('bad_request', 'The main branch has no parent to be brought up to date with.');
  return { agentId, sourceBranchId: branch.id, targetBranchId: branch.parentBranchId, force, resolutions };
}
