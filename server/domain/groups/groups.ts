import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { isTaken } from '../unique';

export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly members: readonly { readonly userId: string; readonly email: string }[];
}

export async function listGroups(scope: WorkspaceScope, input: { readonly name?: string | undefined } = {}): Promise<readonly GroupView[]> {
  scope.may('members:read');
  const groups = await scope.db.workspaceGroup.findMany({
    where: input.name === undefined ? {} : { name: { equals: input.name, mode: 'insensitive' } },
    orderBy: { createdAt: 'asc' },
    take: 500,
    include: { members: { select: { membership: { select: { userId: true, user: { select: { email: true } } } } } } },
  });
  return groups.map(({ id, name, members }) => ({
    id,
    name,
    members: members.map(({ membership }) => ({ userId: membership.userId, email: membership.user.email })),
  }));
}

/** Throws `conflict` for a name that is taken. */
export async function createGroup(scope: WorkspaceScope, input: { readonly name: string }): Promise<GroupView> {
  scope.may('members:write');
  const name = input.name.trim();
  if (name === '' || name.length > 100) throw new AppError('invalid_input', 'A group has a name of 1 to 100 characters.', { path: ['name'] });
  const id = newId('group');
  try {
    await scope.db.$transaction(async (db) => {
      await db.workspaceGroup.create({ data: { id, workspaceId: scope.workspaceId, name } });
      await noteChange(db, scope, { action: 'group.created', targetKind: 'group', targetId: id, after: { name } });
    });
  } catch (thrown) {
    if (isTaken(thrown)) throw new AppError('conflict', 'There is a group of this name already.');
    throw thrown;
  }
  return { id, name, members: [] };
}

export async function deleteGroup(scope: WorkspaceScope, groupId: string): Promise<void> {
  scope.may('members:write');
  const group = await findGroup(scope, groupId);
  await scope.db.$transaction(async (db) => {
    await db.resourceShare.deleteMany({ where: { holderKind: 'group', holderId: groupId } });
    await db.workspaceGroup.delete({ where: { id: groupId } });
    await noteChange(db, scope, { action: 'group.deleted', targetKind: 'group', targetId: groupId, before: { name: group.name } });
  });
}

/** Puts a member into a group; one who is in it stays. Throws `not_found`. */
export async function addGroupMember(scope: WorkspaceScope, input: { readonly groupId: string; readonly email: string }): Promise<void> {
  scope.may('members:write');
  await findGroup(scope, input.groupId);
  const membershipId = await membershipOf(scope, input.email);
  const { workspaceId } = scope;
  const { groupId } = input;
  if ((await scope.db.groupMember.findFirst({ where: { groupId, membershipId } })) !== null) return;
  await scope.db.$transaction(async (db) => {
    await db.groupMember.create({ data: { id: newId('groupMember'), workspaceId, groupId, membershipId } });
    await noteChange(db, scope, { action: 'group.member-added', targetKind: 'group', targetId: groupId, after: { membershipId } });
  });
}

/** Throws `not_found`, also for somebody who is not in the group. */
export async function removeGroupMember(scope: WorkspaceScope, input: { readonly groupId: string; readonly email: string }): Promise<void> {
  scope.may('members:write');
  await findGroup(scope, input.groupId);
  const membershipId = await membershipOf(scope, input.email);
  const { groupId } = input;
  await scope.db.$transaction(async (db) => {
    const { count } = await db.groupMember.deleteMany({ where: { groupId, membershipId } });
    if (count === 0) throw new AppError('not_found', 'This person is not in the group.');
    await noteChange(db, scope, { action: 'group.member-removed', targetKind: 'group', targetId: groupId, before: { membershipId } });
  });
}

async function findGroup(scope: WorkspaceScope, id: string) {
  const group = await scope.db.workspaceGroup.findUnique({ where: { id } });
  if (group === null) throw new AppError('not_found', `Group ${id} was not found.`);
  return group;
}

export async function membershipOf(scope: WorkspaceScope, email: string): Promise<string> {
  const member = await scope.db.membership.findFirst({ where: { user: { email: email.trim().toLowerCase() } }, select: { id: true } });
  if (member === null) throw new AppError('not_found', 'Nobody of this workspace has that e-mail address.');
  return member.id;
}
