import { type Database, hashInvitationToken, makeInvitationToken, scopeForShare, type WorkspaceScope } from '../../auth/scope';
import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';
import { maskedKinds } from '../../contracts/masking';
import { newId } from '../../lib/new-id';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { maskDeep } from '../privacy/mask-personal-data';
import { findConversation, getConversationWithEvents } from './get-conversation';

const mostShares = 20;
const dayMs = 86_400_000;

export interface ShareView {
  readonly id: string;
  readonly isMasked: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastOpenedAt: Date | null;
}

/** The links to a conversation that are good. Throws `not_found`. */
export async function listShares(scope: WorkspaceScope, conversationId: string): Promise<readonly ShareView[]> {
  scope.may('conversations:read');
  await findConversation(scope.db, conversationId);
  return scope.db.conversationShare.findMany({
    where: { conversationId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, isMasked: true, createdAt: true, expiresAt: true, lastOpenedAt: true },
  });
}

/** Makes a link; its token is told now and never again. Throws `not_found`, `forbidden`, `conflict` when there are too many. */
export async function createShare(
  scope: WorkspaceScope,
  { conversationId, days, ...input }: { readonly conversationId: string; readonly days: number; readonly isMasked: boolean },
): Promise<{ readonly id: string; readonly token: string }> {
  scope.may('conversations:write');
  if ((await listShares(scope, conversationId)).length >= mostShares) throw new AppError('conflict', `A conversation may have ${mostShares} links.`);
  // Nobody hands out what they may not see.
  const isMasked = input.isMasked || scope.masks.length > 0;
  const token = makeInvitationToken();
  const id = newId('conversationShare');
  const expiresAt = new Date(Date.now() + days * dayMs);
  await scope.db.$transaction(async (db) => {
    await db.conversationShare.create({
      data: { id, workspaceId: scope.workspaceId, conversationId, tokenHash: hashInvitationToken(token), isMasked, createdBy: scope.actor.id, expiresAt },
    });
    await noteChange(db, scope, {
      action: 'conversation.shared',
      targetKind: 'conversation',
      targetId: conversationId,
      after: { shareId: id, isMasked, expiresAt: expiresAt.toISOString() },
    });
  });
  return { id, token };
}

/** The link shows nothing from now on. Throws `not_found`. */
export async function revokeShare(scope: WorkspaceScope, shareId: string): Promise<void> {
  scope.may('conversations:write');
  await scope.db.$transaction(async (db) => {
    const share = await db.conversationShare.findFirst({ where: { id: shareId, revokedAt: null } });
    if (share === null) throw new AppError('not_found', 'This link was not found.');
    await db.conversationShare.updateMany({ where: { id: shareId }, data: { revokedAt: new Date() } });
    await noteChange(db, scope, { action: 'conversation.unshared', targetKind: 'conversation', targetId: share.conversationId, after: { shareId } });
  });
}

export interface SharedConversation {
  readonly agentName: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly language: string;
  readonly isMasked: boolean;
  readonly expiresAt: Date;
  readonly transcript: readonly TranscriptItem[];
  readonly events: readonly ConversationEvent[];
}

/** What whoever has the link sees: never the sound, who the caller was, or the variables. Throws `not_found`. */
export async function openShare(db: Database, token: string): Promise<SharedConversation> {
  const { scope, conversationId, isMasked, expiresAt, shareId } = await scopeForShare(db, token);
  const { agentName, startedAt, durationMs, language, transcript, events } = await getConversationWithEvents(scope, conversationId);
  await scope.db.conversationShare.updateMany({ where: { id: shareId }, data: { lastOpenedAt: new Date() } });
  const shown = events.filter(({ kind }) => shownKinds.has(kind));
  return {
    agentName,
    startedAt,
    durationMs,
    language,
    isMasked,
    expiresAt,
    transcript: isMasked ? transcript.map(withoutTools).map((item) => maskDeep(item, maskedKinds)) : transcript,
    events: isMasked ? shown.map((event) => maskDeep(event, maskedKinds)) : shown,
  };
}

/** What the tracks are drawn from; nothing of providers, tools, cost or prompts. */
const shownKinds = new Set([
  'speech-started',
  'speech-ended',
  'transcription-final',
  'response-ended',
  'person-said',
  'playout-held',
  'playout-resumed',
  'interrupted',
  'backchannel-ignored',
  'backchannel-spoken',
  'conversation-ended',
]);

function withoutTools({ toolCalls: _calls, toolResults: _results, ...item }: TranscriptItem): TranscriptItem {
  return item;
}
