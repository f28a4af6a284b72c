import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { actingRole } from './acting-role';
import { findMember, holdOwners } from './find-member';
import { checkOwnerRemains, checkTouch } from './rules';

/** Takes someone out of the workspace, or lets them leave it themselves. Throws `not_found`, `forbidden`, and `conflict` for the last owner. */
export async function removeMember(scope: WorkspaceScope, input: { readonly memberId: string }): Promise<void> {
  await scope.db.$transaction(async (db) => {
    const owners = await holdOwners(db);
    const member = await findMember(db, input.memberId);
    const isLeaving = scope.actor.kind === 'member' && member.userId === scope.actor.id;
    if (!isLeaving) {
      scope.may('members:write');
      checkTouch(actingRole(scope.actor), member.role);
    }
    checkOwnerRemains(member.role, null, owners);
    await db.membership.delete({ where: { id: member.id } });
    await noteChange(db, scope, {
      action: isLeaving ? 'member.left' : 'member.removed',
      targetKind: 'member',
      targetId: member.id,
      before: { role: member.role },
    });
  });
}
