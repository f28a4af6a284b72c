import { z } from 'zod';
import { listAuditEntries, type AuditEntryView } from '../../../domain/audit-log/list-audit-entries';
import { changeMember } from '../../../domain/members/change-member';
import { inviteMember } from '../../../domain/members/invite-member';
import { listInvitations } from '../../../domain/members/list-invitations';
import { listMembers } from '../../../domain/members/list-members';
import { revokeInvitation } from '../../../domain/members/revoke-invitation';
import type { Role } from '../../../contracts/roles';
import { AppError } from '../../../lib/app-error';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';
import { pageQuery } from '../../wire/query';

const email = z.email().max(320);
const seat = z.enum(['workspace_admin', 'workspace_member', 'workspace_lite_member']);
const inviteBody = z.looseObject({
  email,
  seat_type: seat.nullish(),
  workspace_permission: z.string().max(100).nullish(),
  group_ids: z.array(z.string()).max(50).nullish(),
});
const inviteManyBody = z.looseObject({ emails: z.array(email).min(1).max(100), seat_type: seat.nullish() });
const memberBody = z.looseObject({ email, is_locked: z.boolean().nullish(), workspace_role: seat.nullish(), workspace_seat_type: seat.nullish() });
const emailBody = z.looseObject({ email });
const auditQuery = z.object(pageQuery);

/** Seats of the original, as roles here. */
const roleOfSeat = { workspace_admin: 'admin', workspace_member: 'editor', workspace_lite_member: 'viewer' } as const;
const seatOfRole: Readonly<Record<Role, z.infer<typeof seat>>> = {
  owner: 'workspace_admin',
  admin: 'workspace_admin',
  editor: 'workspace_member',
  viewer: 'workspace_lite_member',
};

export function workspaceMemberRoutes({ services }: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/workspace/members', { permission: 'members:read' }, async ({ scope }) => {
      const members = await listMembers(scope);
      return members.map((member) => ({
        user_id: member.userId,
        email: member.email,
        first_name: member.name,
        seat_type: seatOfRole[member.role],
        is_owner: member.role === 'owner',
        is_locked: member.isLocked,
      }));
    }),

    route('POST /v1/workspace/members', { permission: 'members:write', body: memberBody }, async ({ scope, body }) => {
      const asked = body.workspace_role ?? body.workspace_seat_type;
      await changeMember(scope, { email: body.email, role: asked == null ? undefined : roleOfSeat[asked], isLocked: body.is_locked ?? undefined });
      return { status: 'ok' };
    }),

    route('POST /v1/workspace/invites/add', { permission: 'members:write', body: inviteBody }, async ({ scope, body }) => {
      if ((body.group_ids ?? []).length > 0) throw new AppError('not_supported', 'Groups are given to members once they have joined.');
      await inviteMember(scope, {
        email: body.email,
        role: roleOfSeat[body.seat_type ?? 'workspace_member'],
        mailer: services.mailer,
        publicUrl: services.publicUrl,
      });
      return { status: 'ok' };
    }),

    route('POST /v1/workspace/invites/add-bulk', { permission: 'members:write', body: inviteManyBody }, async ({ scope, body }) => {
      const members = new Set((await listMembers(scope)).map((member) => member.email));
      const taken = body.emails.find((each) => members.has(each.trim().toLowerCase()));
      if (taken !== undefined) throw new AppError('conflict', `${taken} is a member already: nobody was invited.`);
      for (const each of new Set(body.emails)) {
        await inviteMember(scope, {
          email: each,
          role: roleOfSeat[body.seat_type ?? 'workspace_member'],
          mailer: services.mailer,
          publicUrl: services.publicUrl,
        });
      }
      return { status: 'ok' };
    }),

    route('DELETE /v1/workspace/invites', { permission: 'members:write', body: emailBody }, async ({ scope, body }) => {
      const wanted = body.email.trim().toLowerCase();
      const invitation = (await listInvitations(scope)).find((each) => each.email === wanted);
      if (invitation === undefined) throw new AppError('not_found', 'This person is not invited.');
      await revokeInvitation(scope, { invitationId: invitation.id });
      return { status: 'ok' };
    }),

    route('GET /v1/workspace/audit-logs', { permission: 'audit-log:read', query: auditQuery }, async ({ scope, query }) => {
      const page = await listAuditEntries(scope, { cursor: query.cursor, pageSize: query.page_size });
      return { entries: page.items.map(auditEntryToWire), has_more: page.nextCursor !== null, next_cursor: page.nextCursor };
    }),
  ];
}

/** In the terms of the Open Cybersecurity Schema Framework, as the original tells its entries: a managed entity was created, read, changed or deleted. */
function auditEntryToWire(entry: AuditEntryView): Wire {
  const [activityId, activityName] = activityOf(entry.action);
  const isPerson = entry.actorKind === 'member';
  return {
    id: entry.id,
    time: entry.createdAt.getTime(),
    time_dt: entry.createdAt.toISOString(),
    activity_id: activityId,
    activity_name: activityName,
    category_name: 'Identity & Access Management',
    category_uid: 3,
    class_name: 'Entity Management',
    class_uid: 3004,
    type_uid: 300_400 + activityId,
    type_name: `Entity Management: ${activityName}`,
    severity_id: 1,
    status_id: 1,
    actor: { user: { name: entry.actorName, uid: entry.actorName, type_id: isPerson ? 1 : 3, type: isPerson ? 'User' : 'System' } },
    device: entry.ip === null ? null : { ip: entry.ip },
    message: entry.action,
    unmapped: { target_kind: entry.targetKind, target_id: entry.targetId, before: entry.before ?? null, after: entry.after ?? null },
  };
}

function activityOf(action: string): readonly [number, string] {
  if (/\.(created|invited|added|shared)$/.test(action)) return [1, 'Create'];
  if (/\.(deleted|removed|revoked|unshared|left)$/.test(action)) return [4, 'Delete'];
  return [3, 'Update'];
}
