import type { WorkspaceScope } from '../../auth/scope';
import type { Role } from '../../contracts/roles';
import { noteChange } from '../audit-log/note-change';
import { actingRole } from './acting-role';
import { findMember, holdOwners } from './find-member';
import { checkOwnerRemains, checkTouch } from './rules';

/** Throws `not_found`, `forbidden`, and `conflict` when it would leave no owner. */
export async function changeRole(scope: WorkspaceScope, input: { readonly memberId: string; readonly role: Role }): Promise<void> {
  scope.may('members:write');
  await scope.db.$transaction(async (db) => {
    const owners = await holdOwners(db);
    const member = await findMember(db, input.memberId);
    if (member.role === input.role) return;
    checkTouch(actingRole(scope.actor), member.role, input.role);
    checkOwnerRemains(member.role, input.role, owners);
    await db.membership.update({ where: { id: member.id }, data: { role: input.role } });
    await noteChange(db, scope, {
      action: 'member.role-changed',
      targetKind: 'member',
      targetId: member.id,
      before: { role: member.role },
      after: { role: input.role },
    });
  });
}
