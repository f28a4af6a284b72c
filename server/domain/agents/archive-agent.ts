import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { findAgent } from './get-agent';

/** Puts an agent out of sight and out of reach of new conversations, or back. Its record stays. */
export async function archiveAgent(scope: WorkspaceScope, input: { readonly agentId: string; readonly archived: boolean }): Promise<void> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    if ((agent.archivedAt !== null) === input.archived) return;
    await db.agent.update({ where: { id: agent.id }, data: { archivedAt: input.archived ? new Date() : null } });
    await noteChange(db, scope, { action: input.archived ? 'agent.archived' : 'agent.unarchived', targetKind: 'agent', targetId: agent.id });
  });
}
