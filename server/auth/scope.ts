import { type MaskedKind, maskedKinds } from '../contracts/masking';
import { workspacePrivacySchema } from '../contracts/privacy';
import type { Permission, Role } from '../contracts/roles';
import { permissions } from '../contracts/roles';
import { openDatabase, type Database } from '../db/client';
import { scopedClient, type ScopedDb, type ScopedTransaction } from '../db/scoped';
import { type ScopedAnalytics, scopedAnalytics } from '../db/scoped-analytics';
import { type ScopedRetention, scopedRetention } from '../db/scoped-retention';
import { type ScopedSearch, scopedSearch } from '../db/scoped-search';
import { type ScopedVectors, scopedVectors } from '../db/scoped-vectors';
import {
  findApiKeyByHash,
  findDueConversations,
  findMembership,
  findOpenShare,
  findSilentConversations,
  findUnmeasuredConversations,
  findWorkspace,
  findWorkspaceOfAgent,
  findWorkspaceOfConversation,
  findWorkspacesToReseal,
  findWorkspacesWithKnowledge,
  noteApiKeyUse,
  removeWhatRanOut,
  touchConversations,
  useSingleUseToken,
} from '../db/unscoped';
import { AppError } from '../lib/app-error';
import { hashApiKey, isApiKeyForm } from './api-key';
import { hashSingleUseToken } from './single-use-token';
import { hashInvitationToken } from './invitations';
import { isFrom } from './allowed-addresses';
import { permissionsOfKey } from './key-permissions';
import { participantPermissions, permissionsOfRole, speechTokenPermissions } from './permissions';
import { forgetOldWindows } from './rate-limit';

export { absentJson, emptyJson, type Json } from '../db/client';
export type { CellColumn, CellSum, TopicSum } from '../db/scoped-analytics';
export type { Database, ScopedDb, ScopedTransaction };
export { openDatabase };
export { type ConversationClaim, createConversationSignature, signatureLifetimeMs, verifyConversationSignature } from './conversation-token';
export { type SealKeys, openSealed, sealKeys, sealSecret } from './seal';
export { makeApiKey } from './api-key';
export { internalToken } from './internal-token';
export { isAddressRange } from './allowed-addresses';
export { permissionsOfKey } from './key-permissions';
export { makeSingleUseToken, singleUseTokenLifetimeMs } from './single-use-token';
export { foundWorkspace } from './found-workspace';
export {
  type AcceptInput,
  type Accepted,
  acceptInvitation,
  hashInvitationToken,
  makeInvitationToken,
  type OpenInvitation,
  readInvitation,
} from './invitations';
export { findMembershipsOfUser as membershipsOf } from '../db/unscoped';

/** Who is doing this. */
export type Actor =
  | { readonly kind: 'member'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'api-key'; readonly id: string; readonly name: string }
  | { readonly kind: 'participant'; readonly id: string; readonly name: string }
  | { readonly kind: 'system'; readonly id: string; readonly name: string };

const keyUseNotedEveryMs = 60_000;
/** Of a workspace's privacy what says who reads masked. */
const readersSchema = workspacePrivacySchema.pick({ maskedRoles: true });

declare const proven: unique symbol;

/** Proof that `actor` may act in this workspace, with the database as far as this workspace goes. Only this file makes one. */
export interface WorkspaceScope {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly db: ScopedDb;
  /** Full-text search in this workspace. */
  readonly search: ScopedSearch;
  /** Vectors of the knowledge base, where the database compares them. */
  readonly vectors: ScopedVectors;
  /** What conversations were counted as, added up, in this workspace. */
  readonly analytics: ScopedAnalytics;
  readonly retention: ScopedRetention;
  /** Address the request came from, for the audit log. */
  readonly ip: string | undefined;
  /** Kinds of personal data that the actor reads masked; most often none. */
  readonly masks: readonly MaskedKind[];
  can(permission: Permission): boolean;
  /** Throws `forbidden` when the actor lacks the permission. */
  may(permission: Permission): void;
  readonly [proven]: true;
}

export interface ScopeOptions {
  readonly ip?: string | undefined;
}

/** For a signed-in person. A workspace they are no member of does not exist for them: `not_found`. */
export async function scopeForMember(db: Database, userId: string, workspaceIdOrSlug: string, options: ScopeOptions = {}): Promise<WorkspaceScope> {
  const membership = await findMembership(db, userId, workspaceIdOrSlug);
  if (membership === null) throw new AppError('not_found', 'This workspace does not exist or you are not a member of it.');
  const { role, workspaceId, user, workspace } = membership;
  if (membership.lockedAt !== null) throw new AppError('forbidden', 'Your place in this workspace is locked.');
  const { maskedRoles } = readersSchema.parse(workspace.privacy ?? {});
  const masks = maskedRoles.some((masked) => masked === role) ? maskedKinds : [];
  return make(db, workspaceId, { kind: 'member', id: userId, name: user.name ?? user.email, role }, permissionsOfRole(role), { ...options, masks });
}

/** For a caller of the public API. Throws `invalid_api_key` for keys that are malformed, unknown or revoked, without saying which. */
export async function scopeForApiKey(db: Database, key: string, options: ScopeOptions = {}): Promise<WorkspaceScope> {
  const found = isApiKeyForm(key) ? await findApiKeyByHash(db, hashApiKey(key)) : null;
  if (found === null || found.revokedAt !== null || found.disabledAt !== null) throw new AppError('invalid_api_key', 'Invalid API key');
  if (!isFrom(found.allowedIps, options.ip)) throw new AppError('forbidden', 'This API key may not be used from this address.');
  const now = Date.now();
  // A busy key is not written on each request.
  if (now - (found.lastUsedAt?.getTime() ?? 0) > keyUseNotedEveryMs) await noteApiKeyUse(db, found.id, new Date(now), keyUseNotedEveryMs);
  return make(db, found.workspaceId, { kind: 'api-key', id: found.id, name: found.name }, permissionsOfKey(found.permissions), options);
}

/** For whoever holds a single-use token of this kind; the token is used up by it. Throws `unauthenticated`. */
export async function scopeForSingleUseToken(db: Database, token: string, kind: string, options: ScopeOptions = {}): Promise<WorkspaceScope> {
  const workspaceId = await useSingleUseToken(db, hashSingleUseToken(token), kind, new Date());
  if (workspaceId === null) throw new AppError('unauthenticated', 'The token is not valid, was used or has expired.');
  return make(db, workspaceId, { kind: 'participant', id: 'single-use-token', name: 'Participant' }, new Set(speechTokenPermissions), options);
}

/** For whoever may talk to this agent; whether they may is for admission to say. Throws `not_found`. */
export async function scopeForAgent(db: Database, agentId: string, options: ScopeOptions = {}): Promise<WorkspaceScope> {
  const workspaceId = await findWorkspaceOfAgent(db, agentId);
  if (workspaceId === null) throw new AppError('not_found', `Agent ${agentId} was not found.`);
  return make(db, workspaceId, { kind: 'participant', id: agentId, name: 'Participant' }, new Set(participantPermissions), options);
}

/** For whoever knows the id of a conversation, which is the only credential its participant has afterwards. Throws `not_found`. */
export async function scopeForConversation(db: Database, conversationId: string, options: ScopeOptions = {}): Promise<WorkspaceScope> {
  const workspaceId = await findWorkspaceOfConversation(db, conversationId);
  if (workspaceId === null) throw new AppError('not_found', `Conversation ${conversationId} was not found.`);
  return make(db, workspaceId, { kind: 'participant', id: conversationId, name: 'Participant' }, new Set(participantPermissions), options);
}

/** For our own work, such as closing what a dead process left behind. `reason` goes into the audit log. Throws `not_found`. */
export async function scopeForSystem(db: Database, workspaceIdOrSlug: string, reason: string): Promise<WorkspaceScope> {
  const workspace = await findWorkspace(db, workspaceIdOrSlug);
  if (workspace === null) throw new AppError('not_found', `Workspace ${workspaceIdOrSlug} was not found.`);
  return make(db, workspace.id, { kind: 'system', id: reason, name: 'Parley' }, new Set(permissions), {});
}

/** What `findSilentConversations` finds, each with a scope in its workspace. */
export async function scopesOfSilentConversations(
  db: Database,
  limits: Parameters<typeof findSilentConversations>[1],
): Promise<readonly { readonly scope: WorkspaceScope; readonly conversationId: string }[]> {
  const silent = await findSilentConversations(db, limits);
  return silent.map(({ id, workspaceId }) => ({
    conversationId: id,
    scope: make(db, workspaceId, { kind: 'system', id: 'close-abandoned', name: 'Parley' }, new Set(permissions), {}),
  }));
}

/** What `findUnmeasuredConversations` finds, each with a scope in its workspace. */
export async function scopesOfUnmeasured(
  db: Database,
  limits: Parameters<typeof findUnmeasuredConversations>[1],
): Promise<readonly { readonly scope: WorkspaceScope; readonly conversationId: string }[]> {
  const unmeasured = await findUnmeasuredConversations(db, limits);
  return unmeasured.map(({ id, workspaceId }) => ({
    conversationId: id,
    scope: make(db, workspaceId, { kind: 'system', id: 'measure-conversations', name: 'Parley' }, new Set(permissions), {}),
  }));
}

/** The conversation that a shared link shows, and a scope that reads. Throws `not_found` for one that is unknown, taken back or expired. */
export async function scopeForShare(db: Database, token: string) {
  const share = await findOpenShare(db, hashInvitationToken(token), new Date());
  if (share === null) throw new AppError('not_found', 'This link is not valid any more.');
  const scope = make(db, share.workspaceId, { kind: 'system', id: share.id, name: 'Shared link' }, new Set<Permission>(['conversations:read']), {});
  return { scope, conversationId: share.conversationId, isMasked: share.isMasked, expiresAt: share.expiresAt, shareId: share.id };
}

/** Conversations of which something is to be erased by now, each with a scope in its workspace. */
export async function scopesOfDue(
  db: Database,
  limits: Parameters<typeof findDueConversations>[1],
): Promise<readonly { readonly scope: WorkspaceScope; readonly conversationId: string }[]> {
  const due = await findDueConversations(db, limits);
  return due.map(({ id, workspaceId }) => ({
    conversationId: id,
    scope: make(db, workspaceId, { kind: 'system', id: 'retention', name: 'Retention' }, new Set(permissions), {}),
  }));
}

/** A scope in each workspace, for sealing anew what it has stored. */
export async function scopesToReseal(db: Database): Promise<readonly WorkspaceScope[]> {
  const workspaceIds = await findWorkspacesToReseal(db);
  return workspaceIds.map((id) => make(db, id, { kind: 'system', id: 'reseal', name: 'Parley' }, new Set(permissions), {}));
}

/** A scope in each workspace that has knowledge documents. */
export async function scopesWithKnowledge(db: Database): Promise<readonly WorkspaceScope[]> {
  const workspaceIds = await findWorkspacesWithKnowledge(db);
  return workspaceIds.map((id) => make(db, id, { kind: 'system', id: 'look-after-knowledge', name: 'Parley' }, new Set(permissions), {}));
}

/** Says that process `hostId` still runs these conversations. */
export async function noteHeartbeat(db: Database, hostId: string, conversationIds: readonly string[]): Promise<void> {
  await touchConversations(db, hostId, conversationIds, new Date());
}

/** Takes away what has run out and nobody can use any more, in all workspaces. */
export async function forgetWhatRanOut(db: Database, now: Date): Promise<{ readonly links: number; readonly invitations: number }> {
  await forgetOldWindows(db, now);
  return removeWhatRanOut(db, now);
}

function make(
  db: Database,
  workspaceId: string,
  actor: Actor,
  granted: ReadonlySet<Permission>,
  { ip, masks = [] }: ScopeOptions & { readonly masks?: readonly MaskedKind[] },
): WorkspaceScope {
  const scope: Omit<WorkspaceScope, typeof proven> = {
    workspaceId,
    actor,
    db: scopedClient(db, workspaceId),
    search: scopedSearch(db, workspaceId),
    vectors: scopedVectors(db, workspaceId),
    analytics: scopedAnalytics(db, workspaceId),
    retention: scopedRetention(db, workspaceId),
    ip,
    masks,
    can: (permission) => granted.has(permission),
    may(permission) {
      if (!granted.has(permission)) throw new AppError('forbidden', `This needs the permission ${permission}.`);
    },
  };
  return scope as WorkspaceScope;
}
