import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import type { WorkspaceView } from './create-workspace';
import { checkedWorkspaceName } from './rules';

/** Changes what people read; the slug in addresses stays. */
export async function renameWorkspace(scope: WorkspaceScope, input: { readonly name: string }): Promise<WorkspaceView> {
  scope.may('workspace:write');
  const name = checkedWorkspaceName(input.name);
  return scope.db.$transaction(async (db) => {
    const before = await db.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId }, select: { name: true } });
    const workspace = await db.workspace.update({ where: { id: scope.workspaceId }, data: { name }, select: { id: true, slug: true, name: true } });
    await noteChange(db, scope, { action: 'workspace.renamed', targetKind: 'workspace', targetId: workspace.id, before, after: { name } });
    return workspace;
  });
}
