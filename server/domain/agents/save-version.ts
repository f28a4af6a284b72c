import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { newId } from '../../lib/new-id';

export interface NewVersion {
  readonly agentId: string;
  readonly number: number;
  readonly name: string;
  readonly config: AgentConfig;
  readonly description: string;
}

/** Writes one immutable version. */
export async function saveVersion(db: ScopedTransaction, scope: WorkspaceScope, version: NewVersion): Promise<void> {
  await db.agentVersion.create({
    data: { id: newId('agentVersion'), workspaceId: scope.workspaceId, createdBy: scope.actor.id, ...version, config: version.config as Json },
  });
}
