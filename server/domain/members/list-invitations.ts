import type { WorkspaceScope } from '../../auth/scope';
import type { Role } from '../../contracts/roles';
import { actorNames } from '../actor-names';

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedByName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
}

/** Invitations that were neither accepted nor taken back, newest first. */
export async function listInvitations(scope: WorkspaceScope): Promise<readonly InvitationView[]> {
  scope.may('members:read');
  const rows = await scope.db.invitation.findMany({ where: { acceptedAt: null, revokedAt: null }, orderBy: { createdAt: 'desc' }, take: 200 });
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.invitedBy),
  );
  const now = new Date();
  return rows.map(({ id, email, role, invitedBy, createdAt, expiresAt }) => ({
    id,
    email,
    role,
    invitedByName: nameOf(invitedBy),
    createdAt,
    expiresAt,
    isExpired: expiresAt <= now,
  }));
}
