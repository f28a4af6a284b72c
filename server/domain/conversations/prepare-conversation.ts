import { createConversationSignature, signatureLifetimeMs, type WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';
import { configOf, findTalker, findVersion } from '../agents/get-agent';

export interface PrepareInput {
  readonly agentId: string;
  readonly versionId?: string | undefined;
  readonly branchId?: string | undefined;
  /** Make the conversation now and bind the signature to it: then it works once. */
  readonly bindConversation?: boolean | undefined;
  readonly purpose?: 'signed-url' | 'shareable-link' | 'livekit-token' | undefined;
  /** The installation's secret. */
  readonly secret: string;
}

export interface Prepared {
  readonly agentId: string;
  readonly signature: string;
  readonly conversationId: string | undefined;
  readonly expiresAt: Date;
}

/** A signature that lets its holder start a conversation with this agent within 15 minutes. Throws `not_found`. */
export async function prepareConversation(scope: WorkspaceScope, input: PrepareInput): Promise<Prepared> {
  scope.may('conversations:start');
  const agent = await findTalker(scope.db, input.agentId);
  const version = await findVersion(scope.db, agent, { versionId: input.versionId, branchId: input.branchId });
  const expiresAtMs = Date.now() + signatureLifetimeMs;
  const conversationId = input.bindConversation === true ? newId('conversation') : undefined;
  if (conversationId !== undefined) {
    await scope.db.conversation.create({
      data: {
        id: conversationId,
        workspaceId: scope.workspaceId,
        agentId: agent.id,
        agentVersionId: version.id,
        branchId: version.branchId,
        status: 'initiated',
        authorizationMethod: input.purpose === 'livekit-token' ? 'livekit_token' : 'signed_url',
        language: configOf(version).conversationConfig.agent.language,
      },
    });
  }
  const signature = createConversationSignature(input.secret, {
    agentId: agent.id,
    workspaceId: scope.workspaceId,
    conversationId,
    versionId: input.versionId,
    branchId: input.branchId,
    purpose: input.purpose ?? 'signed-url',
    expiresAtMs,
  });
  return { agentId: agent.id, signature, conversationId, expiresAt: new Date(expiresAtMs) };
}
