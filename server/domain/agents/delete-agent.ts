import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { findAgent } from './get-agent';

/** Takes an agent away for good. Conversations it held keep their record and the version they ran with. */
export async function deleteAgent(scope: WorkspaceScope, input: { readonly agentId: string }): Promise<void> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    await db.agent.update({ where: { id: agent.id }, data: { deletedAt: new Date() } });
    await noteChange(db, scope, { action: 'agent.deleted', targetKind: 'agent', targetId: agent.id, before: { name: agent.name } });
  });
}
