import {
  type ConversationClaim,
  type Database,
  type Json,
  type ScopedTransaction,
  scopeForAgent,
  scopeForApiKey,
  scopeForMember,
  scopeForSystem,
  verifyConversationSignature,
  type WorkspaceScope,
} from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import type { AuthorizationMethod } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { maskDeep } from '../privacy/mask-personal-data';
import { dueDates, type PrivacyInForce, privacyInForce } from '../privacy/rules';
import { readWorkspacePrivacy } from '../privacy/workspace-privacy';
import { configOf, findTalker, findBranch, findVersion } from '../agents/get-agent';
import { branchFor, currentSplit } from '../branches/traffic-split';
import { countWaiting, holdAgainstOthers } from './claim-place';
import { type AccessWay, checkAccess, checkLimits } from './rules';

/** What the caller shows to be let in. */
export type Authorization =
  | { readonly kind: 'public' }
  /** From `conversation_signature`, `token` or our own client; `secret` is the installation's. */
  | { readonly kind: 'signed-url'; readonly signature: string; readonly secret: string }
  | { readonly kind: 'api-key'; readonly key: string }
  /** A signed-in person; the session was checked already. */
  | { readonly kind: 'member'; readonly userId: string }
  /** Whoever runs commands on this machine; never from outside. */
  | { readonly kind: 'operator' };

export interface AdmitInput {
  readonly agentId: string;
  /** A stored version instead of the newest; not for the public. */
  readonly versionId?: string | undefined;
  /** The newest version of this branch, whatever the deployment says. */
  readonly branchId?: string | undefined;
  readonly authorization: Authorization;
  /** The `Origin` header, if there was one. */
  readonly origin?: string | undefined;
  readonly source: string;
  readonly sourceVersion?: string | undefined;
  /** The caller's own name for the participant. */
  readonly userId?: string | undefined;
  readonly initiationData?: Readonly<Record<string, unknown>> | undefined;
  readonly textOnly?: boolean | undefined;
  readonly language?: string | undefined;
  readonly hostId: string;
  readonly ip?: string | undefined;
}

export interface Admitted {
  /** Good for this conversation's own records. */
  readonly scope: WorkspaceScope;
  readonly conversationId: string;
  /** Another conversation has to end first: `claimPlace` says when. */
  readonly isWaiting: boolean;
  readonly agent: { readonly id: string; readonly name: string; readonly kind: string };
  readonly version: { readonly id: string; readonly number: number; readonly branchId: string; readonly config: AgentConfig };
  readonly limits: { readonly maxDurationMs: number };
  readonly privacy: PrivacyInForce;
}

/**
 * Decides whether this conversation may begin, and writes it down. Throws `not_found`, `unauthenticated`, `invalid_api_key`, `forbidden`,
 * `conversation_limit`.
 */
export async function admitConversation(db: Database, input: AdmitInput): Promise<Admitted> {
  const { scope, way, method, claim } = await prove(db, input);
  scope.may('conversations:start');
  const agent = await findTalker(scope.db, input.agentId);
  if (agent.archivedAt !== null) throw new AppError('not_found', 'This agent is archived.');
  const versionId = claim?.versionId ?? input.versionId;
  if (input.versionId !== undefined && claim?.versionId !== input.versionId && way !== 'member' && way !== 'api-key') {
    throw new AppError('forbidden', 'A stored version is for members and API keys.');
  }
  const conversationId = claim?.conversationId ?? newId('conversation');
  const version = await versionFor(scope.db, agent, {
    versionId,
    branchId: claim?.branchId ?? input.branchId,
    splitKey: input.userId ?? conversationId,
  });
  const config = configOf(version);
  checkAccess(config, way, input.origin);
  const privacy = privacyInForce(config.platformSettings.privacy, await readWorkspacePrivacy(scope.db, scope.workspaceId));

  let isWaiting = false;
  await scope.db.$transaction(async (tx) => {
    await holdAgainstOthers(tx, agent, config);
    isWaiting = checkLimits(config, await loadOf(tx, agent.id)) === 'wait';
    const startedAt = new Date();
    const row = {
      agentVersionId: version.id,
      branchId: version.branchId,
      status: isWaiting ? 'initiated' : 'in-progress',
      hostId: input.hostId,
      heartbeatAt: new Date(),
      startedAt,
      authorizationMethod: method,
      source: input.source.slice(0, 40),
      sourceVersion: input.sourceVersion?.slice(0, 50) ?? null,
      userId: privacy.keepsNothing ? null : (input.userId ?? null),
      language: input.language ?? config.conversationConfig.agent.language,
      isTextOnly: input.textOnly ?? config.conversationConfig.conversation.textOnly,
      initiationData: (privacy.keepsNothing ? {} : maskDeep(input.initiationData ?? {}, privacy.masks)) as Json,
      keepsNothing: privacy.keepsNothing,
      ...dueDates(privacy, startedAt),
    };
    if (claim?.conversationId === undefined) {
      await tx.conversation.create({ data: { id: conversationId, workspaceId: scope.workspaceId, agentId: agent.id, ...row } });
      return;
    }
    // A signature bound to a conversation works once: whoever comes second finds it begun.
    const { count } = await tx.conversation.updateMany({
      where: { id: claim.conversationId, agentId: agent.id, status: 'initiated', hostId: null, deletedAt: null },
      data: row,
    });
    if (count === 0) throw new AppError('unauthenticated', 'This signed URL was used already.');
  });

  return {
    scope,
    conversationId,
    isWaiting,
    agent: { id: agent.id, name: agent.name, kind: agent.kind },
    version: { id: version.id, number: version.number, branchId: version.branchId, config },
    limits: { maxDurationMs: config.conversationConfig.conversation.maxDurationSeconds * 1000 },
    privacy,
  };
}

/** The version that was asked for, the newest of the branch that was asked for, or of the one whose share of the traffic this conversation falls into. */
async function versionFor(
  db: ScopedTransaction,
  agent: Awaited<ReturnType<typeof findTalker>>,
  { versionId, branchId, splitKey }: { readonly versionId: string | undefined; readonly branchId: string | undefined; readonly splitKey: string },
) {
  if (versionId !== undefined) return findVersion(db, agent, { versionId, branchId });
  const branch = await findBranch(db, agent, branchId ?? branchFor(splitKey, await currentSplit(db, agent)));
  if (branch.archivedAt !== null) throw new AppError('not_found', 'This branch of the agent is archived.');
  return findVersion(db, agent, { branchId: branch.id });
}

interface Proof {
  readonly scope: WorkspaceScope;
  readonly way: AccessWay;
  readonly method: AuthorizationMethod;
  readonly claim?: ConversationClaim;
}

async function prove(db: Database, { agentId, authorization, ip }: AdmitInput): Promise<Proof> {
  switch (authorization.kind) {
    case 'public':
      return { scope: await scopeForAgent(db, agentId, { ip }), way: 'public', method: 'public' };
    case 'api-key':
      return { scope: await scopeForApiKey(db, authorization.key, { ip }), way: 'api-key', method: 'authorization_header' };
    case 'member': {
      const { workspaceId } = await scopeForAgent(db, agentId);
      return { scope: await scopeForMember(db, authorization.userId, workspaceId, { ip }), way: 'member', method: 'authorization_header' };
    }
    case 'operator': {
      const { workspaceId } = await scopeForAgent(db, agentId);
      return { scope: await scopeForSystem(db, workspaceId, 'command line'), way: 'member', method: 'authorization_header' };
    }
    case 'signed-url': {
      const claim = verifyConversationSignature(authorization.secret, authorization.signature);
      if (claim.agentId !== agentId) throw new AppError('unauthenticated', 'The signature is for another agent.');
      const scope = await scopeForAgent(db, agentId, { ip });
      if (scope.workspaceId !== claim.workspaceId) throw new AppError('unauthenticated', 'The signature is for another workspace.');
      // Who asked for a room was let in when its token was made.
      const way = claim.purpose === 'livekit-token' ? 'signed-url' : claim.purpose;
      return { scope, way, method: methods[claim.purpose], claim };
    }
  }
}

const methods = { 'signed-url': 'signed_url', 'shareable-link': 'shareable_link', 'livekit-token': 'livekit_token' } as const satisfies Record<
  ConversationClaim['purpose'],
  AuthorizationMethod
>;

async function loadOf(tx: ScopedTransaction, agentId: string) {
  const dayAgo = new Date(Date.now() - 86_400_000);
  const [running, lastDay] = [
    // Whoever waits already comes first.
    (await tx.conversation.count({ where: { agentId, status: 'in-progress' } })) + (await countWaiting(tx, agentId)),
    await tx.conversation.count({ where: { agentId, startedAt: { gte: dayAgo }, status: { not: 'initiated' } } }),
  ];
  return { running, lastDay };
}
