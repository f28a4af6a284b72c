import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { dependentAgents } from '../dependents';
import { findMcpServer } from './get-mcp-server';

/** Agents that name it go on without it. Throws `not_found`. */
export async function deleteMcpServer(scope: WorkspaceScope, input: { readonly serverId: string }): Promise<void> {
  scope.may('tools:write');
  const row = await findMcpServer(scope.db, input.serverId);
  const users = await dependentAgents(scope, [row.id], { pageSize: 100 });
  await scope.db.$transaction(async (db) => {
    await db.mcpServer.delete({ where: { id: row.id } });
    await noteChange(db, scope, {
      action: 'mcp-server.deleted',
      targetKind: 'mcp-server',
      targetId: row.id,
      before: { name: row.name, usedBy: users.items.map(({ id }) => id) },
    });
  });
}
