import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../contracts/roles';
import type { Database } from '../db/client';
import { findInvitationByHash } from '../db/unscoped';
import { AppError } from '../lib/app-error';
import { newId } from '../lib/new-id';
import { checkPassword, hashPassword } from './password';

export function makeInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashInvitationToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export interface OpenInvitation {
  readonly workspaceName: string;
  readonly workspaceSlug: string;
  readonly email: string;
  readonly role: Role;
  /** Nobody has this e-mail yet: accepting makes the person, with a name and a password. */
  readonly isNewPerson: boolean;
}

/** What the holder of an invitation's link is asked. Throws `not_found` for one that is unknown, used, taken back or expired. */
export async function readInvitation(db: Database, token: string): Promise<OpenInvitation> {
  const { email, role, workspace } = await findOpen(db, token);
  const user = await db.user.findUnique({ where: { email }, select: { id: true } });
  return { workspaceName: workspace.name, workspaceSlug: workspace.slug, email, role, isNewPerson: user === null };
}

export interface AcceptInput {
  readonly token: string;
  /** Who is signed in, if anyone. */
  readonly userId?: string | undefined;
  /** For someone new. */
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

export interface Accepted {
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly userId: string;
  readonly email: string;
}

/**
 * Makes the invited person a member. Someone new gives a name and a password and becomes a person by it: the link came to their e-mail. Someone who is here already
 * signs in first. Throws `not_found`, `unauthenticated`, `forbidden` when another person is signed in, `invalid_input`.
 */
export async function acceptInvitation(db: Database, input: AcceptInput): Promise<Accepted> {
  const invitation = await findOpen(db, input.token);
  const existing = await db.user.findUnique({ where: { email: invitation.email }, select: { id: true } });
  if (existing !== null && input.userId === undefined) throw new AppError('unauthenticated', 'Sign in with this e-mail address first.');
  if (input.userId !== undefined && input.userId !== existing?.id) {
    throw new AppError('forbidden', `This invitation is for ${invitation.email}. Sign out, then open it again.`);
  }
  const newcomer = existing === null ? await checkedNewcomer(input) : undefined;
  return db.$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({ where: { id: invitation.id, acceptedAt: null, revokedAt: null }, data: { acceptedAt: new Date() } });
    if (count === 0) throw gone();
    const userId = existing?.id ?? newId('user');
    if (newcomer !== undefined) await tx.user.create({ data: { id: userId, email: invitation.email, emailVerified: new Date(), ...newcomer } });
    await tx.membership.upsert({
      where: { workspaceId_userId: { workspaceId: invitation.workspaceId, userId } },
      create: { id: newId('membership'), workspaceId: invitation.workspaceId, userId, role: invitation.role },
      update: {},
    });
    return { workspaceId: invitation.workspaceId, workspaceSlug: invitation.workspace.slug, userId, email: invitation.email };
  });
}

async function checkedNewcomer({ name = '', password = '' }: AcceptInput): Promise<{ name: string; passwordHash: string }> {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 100) throw new AppError('invalid_input', 'A name has 1 to 100 characters.', { path: ['name'] });
  checkPassword(password);
  return { name: trimmed, passwordHash: await hashPassword(password) };
}

async function findOpen(db: Database, token: string) {
  const invitation = await findInvitationByHash(db, hashInvitationToken(token));
  if (invitation === null || invitation.acceptedAt !== null || invitation.revokedAt !== null || invitation.expiresAt <= new Date()) throw gone();
  return invitation;
}

function gone(): AppError {
  return new AppError('not_found', 'This invitation is not valid any more. Ask for a new one.');
}
