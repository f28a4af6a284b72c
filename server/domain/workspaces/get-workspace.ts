import type { WorkspaceScope } from '../../auth/scope';
import type { WorkspaceView } from './create-workspace';

export async function getWorkspace(scope: WorkspaceScope): Promise<WorkspaceView & { readonly createdAt: Date }> {
  scope.may('workspace:read');
  return scope.db.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId }, select: { id: true, slug: true, name: true, createdAt: true } });
}
