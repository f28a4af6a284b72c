import { type Database, foundWorkspace, scopeForMember } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { checkedWorkspaceName, slugOf } from './rules';

export interface WorkspaceView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** A new workspace with this person as its owner, and silently the organisation above it. */
export async function createWorkspace(db: Database, input: { readonly userId: string; readonly name: string }): Promise<WorkspaceView> {
  const name = checkedWorkspaceName(input.name);
  const workspace = await foundWorkspace(db, { ownerId: input.userId, name, slug: slugOf(name) });
  const scope = await scopeForMember(db, input.userId, workspace.id);
  await noteChange(scope.db, scope, { action: 'workspace.created', targetKind: 'workspace', targetId: workspace.id, after: { name } });
  return workspace;
}
