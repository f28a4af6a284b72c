import type { WorkspaceScope } from '../../auth/scope';
import type { Role } from '../../contracts/roles';

export interface MemberView {
  readonly id: string;
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly image: string | null;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly isMe: boolean;
  readonly isLocked: boolean;
}

export async function listMembers(scope: WorkspaceScope): Promise<readonly MemberView[]> {
  scope.may('members:read');
  const rows = await scope.db.membership.findMany({ orderBy: { createdAt: 'asc' }, include: { user: { select: { name: true, email: true, image: true } } } });
  return rows.map(({ id, userId, role, createdAt, lockedAt, user }) => ({
    id,
    userId,
    ...user,
    role,
    joinedAt: createdAt,
    isMe: userId === scope.actor.id,
    isLocked: lockedAt !== null,
  }));
}
