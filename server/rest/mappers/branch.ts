import { freeKeyedPaths } from '../../contracts/agent-config';
import type { BranchDetail, BranchView, VersionMetadata } from '../../domain/branches/branch-views';
import type { DeploymentView } from '../../domain/branches/deploy';
import type { FieldConflict } from '../../domain/branches/merge-documents';
import type { MergePreview } from '../../domain/branches/merge-branch';
import type { ProposalView } from '../../domain/merge-proposals/proposal-views';
import { accessToWire, agentToWire, unixSecs } from './agent';
import { toWire, toWireName } from '../../contracts/wire-case';

type Wire = Record<string, unknown>;

export function branchSummaryToWire(branch: BranchView): Wire {
  return {
    ...branchToWire(branch),
    parent_branch_id: branch.parentBranch?.id ?? null,
    draft_exists: branch.draft !== null,
    draft_created_at: branch.draft === null ? null : unixSecs(branch.draft.createdAt),
    draft_is_behind_tip: branch.draft?.isBehindTip ?? false,
    calls_7d: branch.callsLast7Days,
    commits_ahead: branch.commitsAhead,
    commits_behind: branch.commitsBehind,
    merged_into_branch_id: branch.mergedIntoBranchId,
  };
}

export function branchDetailToWire(branch: BranchDetail): Wire {
  return { ...branchToWire(branch), parent_branch: branch.parentBranch, most_recent_versions: branch.recentVersions.map(versionToWire) };
}

function branchToWire(branch: BranchView): Wire {
  return {
    id: branch.id,
    name: branch.name,
    agent_id: branch.agentId,
    description: branch.description,
    created_at: unixSecs(branch.createdAt),
    last_committed_at: unixSecs(branch.committedAt),
    is_archived: branch.isArchived,
    protection_status: branch.protection,
    auto_rebase: branch.autoRebase,
    access_info: accessToWire(branch),
    current_live_percentage: branch.livePercentage,
  };
}

export function versionToWire(version: VersionMetadata): Wire {
  return {
    id: version.id,
    agent_id: version.agentId,
    branch_id: version.branchId,
    version_description: version.description,
    seq_no_in_branch: version.number,
    time_committed_secs: unixSecs(version.createdAt),
    parents: {
      in_branch_parent_id: version.parentVersionId,
      out_of_branch_parent_id: version.outOfBranchParentId,
      merged_into_branch_id: version.mergedFromVersionId === null ? null : version.branchId,
      merged_from_branch_id: version.mergedFromBranchId,
      merged_from_version_id: version.mergedFromVersionId,
      rebased_from_version_id: version.rebasedFromVersionId,
    },
    access_info: accessToWire(version),
  };
}

export function mergePreviewToWire(preview: MergePreview): Wire {
  return {
    ...agentToWire(preview.agent),
    overridden_fields: preview.overridden.map(pathToWire),
    conflicts: preview.conflicts.map(conflictToWire),
    source_identical_to_target: preview.isSourceIdenticalToTarget,
  };
}

function conflictToWire({ path, base, source, target }: FieldConflict): Wire {
  const value = (side: unknown) => (side === undefined ? null : toWire(side));
  return { path: pathToWire(path), section: toWireName(path[0] ?? ''), base_value: value(base), source_value: value(source), target_value: value(target) };
}

/** A place in the document as the public API spells it: keys that are data stay as they are. */
function pathToWire(path: readonly string[]): string {
  return path
    .map((part, i) => {
      const above = path.slice(0, i).join('.');
      return freeKeyedPaths.some((free) => free.path === above) ? part : toWireName(part);
    })
    .join('.');
}

export function deploymentToWire(deployment: DeploymentView): Wire {
  return {
    id: deployment.id,
    traffic_percentage_branch_id_map: deployment.split,
    deployed_at_unix_secs: unixSecs(deployment.createdAt),
    is_active: deployment.isActive,
    source: deployment.source,
    access_info: accessToWire(deployment),
  };
}

export function proposalToWire(proposal: ProposalView): Wire {
  return {
    id: proposal.id,
    agent_id: proposal.agentId,
    source_branch_id: proposal.sourceBranchId,
    target_branch_id: proposal.targetBranchId,
    source_tip_version_id_at_creation: proposal.sourceVersionId,
    title: proposal.title,
    description: proposal.description,
    requested_reviewer_user_ids: proposal.requestedReviewers,
    reviews: toWire(proposal.reviews),
    comments: toWire(proposal.comments),
    outcome: outcomeToWire(proposal),
    created_at: unixSecs(proposal.createdAt),
    updated_at: unixSecs(proposal.updatedAt),
    author_user_id: proposal.createdBy,
    access_info: accessToWire(proposal),
  };
}

function outcomeToWire({ status, closeReason, mergedVersionId, resolvedAt, resolvedBy }: ProposalView): Wire {
  const resolution = { at: resolvedAt === null ? 0 : unixSecs(resolvedAt), by_user_id: resolvedBy };
  if (status === 'merged') return { status, version_id: mergedVersionId, ...resolution };
  return status === 'closed' ? { status, reason: closeReason, ...resolution } : { status };
}
