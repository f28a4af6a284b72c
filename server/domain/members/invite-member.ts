import { hashInvitationToken, makeInvitationToken, type WorkspaceScope } from '../../auth/scope';
import type { Role } from '../../contracts/roles';
import type { Mailer } from '../../integrations/email/mailer';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { actingRole } from './acting-role';
import { checkTouch } from './rules';

const lifetimeMs = 7 * 24 * 60 * 60_000;

export interface InviteInput {
  readonly email: string;
  readonly role: Role;
  readonly mailer: Mailer;
  /** Origin in the link. */
  readonly publicUrl: string;
}

export interface Invited {
  readonly id: string;
  /** The same link the e-mail has, for handing over by other means. */
  readonly link: string;
}

/** Invites someone by e-mail for a week; an open invitation of the same e-mail is replaced. Throws `forbidden`, `conflict` for a member. */
export async function inviteMember(scope: WorkspaceScope, input: InviteInput): Promise<Invited> {
  scope.may('members:write');
  checkTouch(actingRole(scope.actor), input.role);
  const email = input.email.trim().toLowerCase();
  const token = makeInvitationToken();
  const id = newId('invitation');
  const workspace = await scope.db.$transaction(async (db) => {
    if ((await db.membership.findFirst({ where: { user: { email } } })) !== null) throw new AppError('conflict', 'This person is a member already.');
    await db.invitation.updateMany({ where: { email, acceptedAt: null, revokedAt: null }, data: { revokedAt: new Date() } });
    await db.invitation.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        email,
        role: input.role,
        tokenHash: hashInvitationToken(token),
        invitedBy: scope.actor.id,
        expiresAt: new Date(Date.now() + lifetimeMs),
      },
    });
    await noteChange(db, scope, { action: 'member.invited', targetKind: 'invitation', targetId: id, after: { email, role: input.role } });
    return db.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId }, select: { name: true } });
  });
  const link = `${input.publicUrl}/invite/${token}`;
  await input.mailer.send({
    to: email,
    subject: `${scope.actor.name} invites you to ${workspace.name} on Parley`,
    text: `${scope.actor.name} invites you to work in ${workspace.name} on Parley. The link is good for a week.`,
    link,
  });
  return { id, link };
}
