import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentView } from '../agents/agent-views';
import { checkWritable, commitVersion } from '../agents/commit-version';
import { getAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import { newId } from '../../lib/new-id';
import { AppError } from '../../lib/app-error';
import type { FieldConflict } from './merge-documents';
import { conflictError, type MergeInput, prepareMerge } from './prepare-merge';
import { rebaseFollowers } from './rebase-branch';
import { currentSplit, type TrafficSplit } from './traffic-split';
import { archiveBranch } from './update-branch';

export interface MergePreview {
  /** The target as it would be. */
  readonly agent: AgentView;
  readonly conflicts: readonly FieldConflict[];
  readonly overridden: readonly (readonly string[])[];
  readonly isSourceIdenticalToTarget: boolean;
}

/** What merging would give. Throws `not_found`, `bad_request`. */
export async function previewMerge(scope: WorkspaceScope, input: MergeInput): Promise<MergePreview> {
  scope.may('agents:read');
  const merge = await prepareMerge(scope.db, input);
  const target = await getAgent(scope, { agentId: input.agentId, branchId: input.targetBranchId });
  return {
    agent: { ...target, name: merge.name, version: { ...target.version, config: merge.config } },
    conflicts: merge.conflicts,
    overridden: merge.overridden,
    isSourceIdenticalToTarget: merge.isSourceIdenticalToTarget,
  };
}

export interface MergeBranchInput extends MergeInput {
  /** Put the source away afterwards; new conversations that ran on it run on the target then. */
  readonly archiveSource?: boolean | undefined;
}

export interface Merged {
  readonly versionId: string;
  readonly versionNumber: number;
}

/** Brings what was committed to one branch to another, as one version. Throws `conflict` when both changed the same thing and nobody chose. */
export async function mergeBranch(scope: WorkspaceScope, input: MergeBranchInput): Promise<Merged> {
  scope.may('agents:write');
  const merged = await scope.db.$transaction((db) => mergeWithin(db, scope, input));
  await rebaseFollowers(scope, { agentId: input.agentId, branchId: input.targetBranchId });
  return merged;
}

/** The same inside a transaction that does more. */
export async function mergeWithin(db: ScopedTransaction, scope: WorkspaceScope, input: MergeBranchInput): Promise<Merged> {
  const merge = await prepareMerge(db, input);
  const { agent, source, target, sourceVersion, targetVersion } = merge;
  const archivesSource = input.archiveSource === true && !source.isMain;
  checkWritable(scope, target);
  if (archivesSource) checkWritable(scope, source);
  if (source.archivedAt !== null) throw new AppError('conflict', `The branch “${source.name}” is archived.`);
  if (merge.conflicts.length > 0) throw conflictError(merge.conflicts);
  const committed = merge.isNothingNew
    ? { id: targetVersion.id, number: targetVersion.number }
    : await commitVersion(db, scope, {
        agent,
        branch: target,
        parentVersionId: targetVersion.id,
        name: merge.name,
        config: merge.config,
        description: `Merged ${source.name}`,
        origin: { mergedFromBranchId: source.id, mergedFromVersionId: sourceVersion.id },
      });
  await db.agentBranch.updateMany({ where: { id: source.id }, data: { mergedIntoBranchId: target.id } });
  if (archivesSource) {
    await moveTraffic(db, scope, agent, source.id, target.id);
    await archiveBranch(db, scope, agent, source);
  }
  await noteChange(db, scope, {
    action: 'branch.merged',
    targetKind: 'agent',
    targetId: agent.id,
    after: { source: source.name, target: target.name, version: committed.number },
  });
  return { versionId: committed.id, versionNumber: committed.number };
}

async function moveTraffic(
  db: ScopedTransaction,
  scope: WorkspaceScope,
  agent: { readonly id: string; readonly mainBranchId: string },
  from: string,
  to: string,
): Promise<void> {
  const { [from]: share = 0, ...others } = await currentSplit(db, agent);
  if (share === 0) return;
  const split: TrafficSplit = { ...others, [to]: (others[to] ?? 0) + share };
  await db.agentDeployment.create({
    data: { id: newId('agentDeployment'), workspaceId: scope.workspaceId, agentId: agent.id, split, source: 'branch_merge', createdBy: scope.actor.id },
  });
}
