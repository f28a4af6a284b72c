import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { dependentAgents } from '../dependents';
import { findTool } from './get-tool';

/**
 * Throws `not_found`, and `conflict` while an agent uses it unless `force` says to delete it all the same: agents that name it then go on
 * without it.
 */
export async function deleteTool(scope: WorkspaceScope, input: { readonly toolId: string; readonly force?: boolean | undefined }): Promise<void> {
  scope.may('tools:write');
  const tool = await findTool(scope.db, input.toolId);
  const users = await dependentAgents(scope, [tool.id], { pageSize: 3 });
  if (users.items.length > 0 && input.force !== true) {
    throw new AppError('conflict', `The tool is in use by ${users.items.map(({ name }) => name).join(', ')}. Delete it with force to do so all the same.`);
  }
  await scope.db.$transaction(async (db) => {
    await db.tool.delete({ where: { id: tool.id } });
    await noteChange(db, scope, {
      action: 'tool.deleted',
      targetKind: 'tool',
      targetId: tool.id,
      before: { name: tool.name, type: tool.type, usedBy: users.items.map(({ id }) => id) },
    });
  });
}
