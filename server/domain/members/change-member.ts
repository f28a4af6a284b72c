import type { WorkspaceScope } from '../../auth/scope';
import type { Role } from '../../contracts/roles';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { membershipOf } from '../groups/groups';
import { actingRole } from './acting-role';
import { changeRole } from './change-role';
import { findMember } from './find-member';
import { checkTouch } from './rules';

/** By e-mail: another role, locked or unlocked. Throws `not_found`, `forbidden`, and `conflict` when it would leave no owner. */
export async function changeMember(
  scope: WorkspaceScope,
  input: { readonly email: string; readonly role?: Role | undefined; readonly isLocked?: boolean | undefined },
): Promise<void> {
  scope.may('members:write');
  const memberId = await membershipOf(scope, input.email);
  if (input.role !== undefined) await changeRole(scope, { memberId, role: input.role });
  const { isLocked } = input;
  if (isLocked === undefined) return;
  await scope.db.$transaction(async (db) => {
    const member = await findMember(db, memberId);
    checkTouch(actingRole(scope.actor), member.role);
    if (member.role === 'owner' && isLocked) throw new AppError('conflict', 'An owner cannot be locked: give them another role first.');
    if ((member.lockedAt !== null) === isLocked) return;
    await db.membership.update({ where: { id: memberId }, data: { lockedAt: isLocked ? new Date() : null } });
    await noteChange(db, scope, { action: isLocked ? 'member.locked' : 'member.unlocked', targetKind: 'member', targetId: memberId });
  });
}
