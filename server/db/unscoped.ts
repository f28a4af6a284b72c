import type { Role } from '../contracts/roles';
import type { Database } from './client';

/** The few look-ups made before the workspace is known. Each gives no more than what is needed to choose it. */

export async function findApiKeyByHash(db: Database, keyHash: string) {
  return db.apiKey.findUnique({
    where: { keyHash },
    select: {
      id: true,
      workspaceId: true,
      name: true,
      prefix: true,
      createdBy: true,
      lastUsedAt: true,
      revokedAt: true,
      disabledAt: true,
      permissions: true,
      allowedIps: true,
    },
  });
}

/** Notes a use unless one was noted within `everyMs`: a busy key must not write on each request. */
export async function noteApiKeyUse(db: Database, id: string, now: Date, everyMs: number): Promise<void> {
  const before = new Date(now.getTime() - everyMs);
  await db.apiKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] }, data: { lastUsedAt: now } });
}

/** The workspace of an agent that exists and was not deleted. */
export async function findWorkspaceOfAgent(db: Database, agentId: string): Promise<string | null> {
  const agent = await db.agent.findFirst({ where: { id: agentId, deletedAt: null }, select: { workspaceId: true } });
  return agent?.workspaceId ?? null;
}

export async function findWorkspaceOfConversation(db: Database, conversationId: string): Promise<string | null> {
  const conversation = await db.conversation.findFirst({ where: { id: conversationId, deletedAt: null }, select: { workspaceId: true } });
  return conversation?.workspaceId ?? null;
}

export async function findWorkspace(db: Database, idOrSlug: string) {
  return db.workspace.findFirst({ where: { OR: [{ id: idOrSlug }, { slug: idOrSlug }] }, select: { id: true, slug: true, name: true } });
}

export interface MembershipOfUser {
  readonly workspaceId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

/** Every workspace a person is a member of, oldest membership first. */
export async function findMembershipsOfUser(db: Database, userId: string): Promise<readonly MembershipOfUser[]> {
  const rows = await db.membership.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: { role: true, workspace: { select: { id: true, slug: true, name: true } } },
  });
  return rows.map(({ role, workspace }) => ({ workspaceId: workspace.id, slug: workspace.slug, name: workspace.name, role }));
}

export async function findMembership(db: Database, userId: string, workspaceIdOrSlug: string) {
  return db.membership.findFirst({
    where: { userId, workspace: { OR: [{ id: workspaceIdOrSlug }, { slug: workspaceIdOrSlug }] } },
    select: { role: true, workspaceId: true, lockedAt: true, user: { select: { name: true, email: true } }, workspace: { select: { privacy: true } } },
  });
}

export async function findInvitationByHash(db: Database, tokenHash: string) {
  return db.invitation.findUnique({ where: { tokenHash }, include: { workspace: { select: { slug: true, name: true } } } });
}

/**
 * Conversations that a process left behind: running by their status, silent since `before`; with `hostId` only that process's. Besides them
 * those that were prepared before `unusedBefore` and never begun.
 */
export async function findSilentConversations(
  db: Database,
  limits: { readonly before: Date; readonly unusedBefore: Date; readonly hostId?: string | undefined },
) {
  const { before, unusedBefore, hostId } = limits;
  return db.conversation.findMany({
    where: {
      OR: [
        {
          status: { in: ['in-progress', 'processing'] },
          OR: [{ heartbeatAt: { lt: before } }, { heartbeatAt: null, startedAt: { lt: before } }],
          ...(hostId === undefined ? {} : { hostId }),
        },
        { status: 'initiated', startedAt: { lt: unusedBefore } },
      ],
    },
    select: { id: true, workspaceId: true },
    orderBy: { startedAt: 'asc' },
    take: 500,
  });
}

/** Conversations that ended and were not counted with this version of the measures. */
export async function findUnmeasuredConversations(db: Database, { version, limit }: { readonly version: number; readonly limit: number }) {
  return db.conversation.findMany({
    where: { measuredVersion: { lt: version }, endedAt: { not: null }, deletedAt: null },
    select: { id: true, workspaceId: true },
    orderBy: [{ measuredVersion: 'asc' }, { endedAt: 'desc' }],
    take: limit,
  });
}

/** What a link shows, as long as it is good. */
export async function findOpenShare(db: Database, tokenHash: string, now: Date) {
  return db.conversationShare.findFirst({
    where: { tokenHash, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, workspaceId: true, conversationId: true, isMasked: true, expiresAt: true },
  });
}

/** Ended conversations of which something was to be kept only until now. */
export async function findDueConversations(db: Database, { now, limit }: { readonly now: Date; readonly limit: number }) {
  return db.conversation.findMany({
    where: {
      endedAt: { not: null },
      deletedAt: null,
      // Whoever judges it still reads it.
      status: { not: 'processing' },
      OR: [
        { transcriptDueAt: { lte: now }, transcriptErasedAt: null },
        { audioDueAt: { lte: now }, audioErasedAt: null },
      ],
    },
    select: { id: true, workspaceId: true },
    orderBy: { startedAt: 'asc' },
    take: limit,
  });
}

/** Says that `hostId` still runs these conversations. */
export async function touchConversations(db: Database, hostId: string, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.conversation.updateMany({ where: { hostId, id: { in: [...ids] }, endedAt: null }, data: { heartbeatAt: now } });
}

/** Every workspace, for sealing anew with the current secret what it has stored. */
export async function findWorkspacesToReseal(db: Database): Promise<readonly string[]> {
  const rows = await db.workspace.findMany({ select: { id: true } });
  return rows.map((row) => row.id);
}

/** Deletes one-time links and open invitations that ran out; invitations stay to be seen for a while. */
export async function removeWhatRanOut(db: Database, now: Date): Promise<{ readonly links: number; readonly invitations: number }> {
  const aMonthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const links = await db.verificationToken.deleteMany({ where: { expires: { lt: now } } });
  const invitations = await db.invitation.deleteMany({ where: { expiresAt: { lt: aMonthAgo }, acceptedAt: null } });
  return { links: links.count, invitations: invitations.count };
}

/** Uses up a token: the workspace it opens, or null when it is none, was used, has run out or is for something else. */
export async function useSingleUseToken(db: Database, id: string, kind: string, now: Date): Promise<string | null> {
  const { count } = await db.singleUseToken.updateMany({ where: { id, kind, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
  if (count === 0) return null;
  const token = await db.singleUseToken.findUnique({ where: { id }, select: { workspaceId: true } });
  return token?.workspaceId ?? null;
}

export async function findWorkspacesWithKnowledge(db: Database): Promise<readonly string[]> {
  const rows = await db.knowledgeDocument.findMany({ distinct: ['workspaceId'], select: { workspaceId: true } });
  return rows.map((row) => row.workspaceId);
}
