import { type Database, membershipsOf } from '../../auth/scope';
import type { Role } from '../../contracts/roles';

export interface MyWorkspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

/** Workspaces this person is a member of, oldest membership first. */
export async function listMyWorkspaces(db: Database, userId: string): Promise<readonly MyWorkspace[]> {
  const memberships = await membershipsOf(db, userId);
  return memberships.map(({ workspaceId, slug, name, role }) => ({ id: workspaceId, slug, name, role }));
}
