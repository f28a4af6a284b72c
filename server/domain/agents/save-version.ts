import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { newId } from '../../lib/new-id';

/** What a version came from, besides the one before it on its branch. */
export interface VersionOrigin {
  readonly outOfBranchParentId?: string;
  readonly mergedFromBranchId?: string;
  readonly mergedFromVersionId?: string;
  readonly rebasedFromVersionId?: string;
}

export interface NewVersion extends VersionOrigin {
  readonly agentId: string;
  readonly branchId: string;
  readonly number: number;
  readonly name: string;
  readonly config: AgentConfig;
  readonly description: string;
  readonly parentVersionId?: string;
}

/** Writes one immutable version; gives its id. */
export async function saveVersion(db: ScopedTransaction, scope: WorkspaceScope, version: NewVersion): Promise<string> {
  const id = newId('agentVersion');
  await db.agentVersion.create({
    data: { id, workspaceId: scope.workspaceId, createdBy: scope.actor.id, ...version, config: version.config as Json },
  });
  return id;
}
