import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { findResource } from './find-resource';

export const shareRoles = ['admin', 'editor', 'commenter', 'viewer'] as const;
export type ShareRole = (typeof shareRoles)[number];

export interface ResourceName {
  readonly type: string;
  readonly id: string;
}

/** Exactly one of them. */
export interface ShareHolder {
  readonly userEmail?: string | undefined;
  readonly groupId?: string | undefined;
  readonly apiKeyId?: string | undefined;
}

export interface ResourceView extends ResourceName {
  readonly name: string | null;
  readonly createdBy: string | null;
  readonly groupsByRole: Readonly<Record<ShareRole, readonly string[]>>;
  /** Whom it may be shared with. */
  readonly options: readonly { readonly kind: 'user' | 'group' | 'key'; readonly id: string; readonly name: string }[];
}

export async function getResource(scope: WorkspaceScope, resource: ResourceName): Promise<ResourceView> {
  scope.may('workspace:read');
  const found = await findResource(scope, resource.type, resource.id);
  const [shares, members, groups, keys] = await Promise.all([
    scope.db.resourceShare.findMany({ where: { resourceType: resource.type, resourceId: resource.id } }),
    scope.db.membership.findMany({ select: { userId: true, user: { select: { email: true, name: true } } }, take: 500 }),
    scope.db.workspaceGroup.findMany({ select: { id: true, name: true }, take: 500 }),
    scope.db.apiKey.findMany({ where: { revokedAt: null, serviceAccountId: { not: null } }, select: { id: true, name: true }, take: 500 }),
  ]);
  const groupsOf = (role: ShareRole) => shares.filter((share) => share.holderKind === 'group' && share.role === role).map(({ holderId }) => holderId);
  return {
    ...resource,
    ...found,
    groupsByRole: { admin: groupsOf('admin'), editor: groupsOf('editor'), commenter: groupsOf('commenter'), viewer: groupsOf('viewer') },
    options: [
      ...members.map(({ userId, user }) => ({ kind: 'user' as const, id: userId, name: user.name ?? user.email })),
      ...groups.map(({ id, name }) => ({ kind: 'group' as const, id, name })),
      ...keys.map(({ id, name }) => ({ kind: 'key' as const, id, name })),
    ],
  };
}

/** Notes who has which part in a thing; a later share of the same holder replaces the first. Throws `not_found`, `invalid_input`. */
export async function shareResource(scope: WorkspaceScope, resource: ResourceName, holder: ShareHolder, role: ShareRole): Promise<void> {
  scope.may('workspace:write');
  await findResource(scope, resource.type, resource.id);
  const { holderKind, holderId } = await resolve(scope, holder);
  const key = { resourceType: resource.type, resourceId: resource.id, holderKind, holderId };
  await scope.db.$transaction(async (db) => {
    await db.resourceShare.deleteMany({ where: key });
    await db.resourceShare.create({ data: { id: newId('resourceShare'), workspaceId: scope.workspaceId, ...key, role } });
    await noteChange(db, scope, { action: 'resource.shared', targetKind: resource.type, targetId: resource.id, after: { holderKind, holderId, role } });
  });
}

/** Throws `not_found`, also for a share there is not. */
export async function unshareResource(scope: WorkspaceScope, resource: ResourceName, holder: ShareHolder): Promise<void> {
  scope.may('workspace:write');
  await findResource(scope, resource.type, resource.id);
  const { holderKind, holderId } = await resolve(scope, holder);
  await scope.db.$transaction(async (db) => {
    const { count } = await db.resourceShare.deleteMany({ where: { resourceType: resource.type, resourceId: resource.id, holderKind, holderId } });
    if (count === 0) throw new AppError('not_found', 'It is not shared with them.');
    await noteChange(db, scope, { action: 'resource.unshared', targetKind: resource.type, targetId: resource.id, before: { holderKind, holderId } });
  });
}

async function resolve(
  scope: WorkspaceScope,
  { userEmail, groupId, apiKeyId }: ShareHolder,
): Promise<{ readonly holderKind: string; readonly holderId: string }> {
  const given = [userEmail, groupId, apiKeyId].filter((each) => each !== undefined);
  if (given.length !== 1) throw new AppError('invalid_input', 'Name one of user_email, group_id and workspace_api_key_id.', { path: ['user_email'] });
  if (userEmail !== undefined) {
    const member = await scope.db.membership.findFirst({ where: { user: { email: userEmail.trim().toLowerCase() } }, select: { userId: true } });
    if (member === null) throw new AppError('not_found', 'Nobody of this workspace has that e-mail address.');
    return { holderKind: 'user', holderId: member.userId };
  }
  if (groupId !== undefined) {
    const group = await scope.db.workspaceGroup.findUnique({ where: { id: groupId }, select: { id: true } });
    if (group === null) throw new AppError('not_found', `Group ${groupId} was not found.`);
    return { holderKind: 'group', holderId: group.id };
  }
  const key = await scope.db.apiKey.findUnique({ where: { id: apiKeyId ?? '' }, select: { id: true } });
  if (key === null) throw new AppError('not_found', 'This API key was not found.');
  return { holderKind: 'key', holderId: key.id };
}
