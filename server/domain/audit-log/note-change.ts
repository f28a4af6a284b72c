import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';

export interface Change {
  /** `agent.updated`, `api-key.revoked`, …: what was changed, then how. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  /** Never secrets, prompts or what people said. */
  readonly before?: Json;
  readonly after?: Json;
}

/** Writes who changed what, with the change itself: call it inside the same transaction. */
export async function noteChange(db: ScopedTransaction, scope: WorkspaceScope, change: Change): Promise<void> {
  const { actor, ip, workspaceId } = scope;
  await db.auditEntry.create({
    data: {
      id: newId('auditEntry'),
      workspaceId,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      ip: ip ?? null,
      ...change,
    },
  });
}
