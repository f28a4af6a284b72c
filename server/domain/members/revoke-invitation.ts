import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';

/** Takes an invitation back; its link is of no use any more. Throws `not_found`. */
export async function revokeInvitation(scope: WorkspaceScope, input: { readonly invitationId: string }): Promise<void> {
  scope.may('members:write');
  await scope.db.$transaction(async (db) => {
    const { count } = await db.invitation.updateMany({ where: { id: input.invitationId, acceptedAt: null, revokedAt: null }, data: { revokedAt: new Date() } });
    if (count === 0) throw new AppError('not_found', 'This invitation was not found.');
    await noteChange(db, scope, { action: 'invitation.revoked', targetKind: 'invitation', targetId: input.invitationId });
  });
}
