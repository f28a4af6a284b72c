import { type Database, scopeForAgent, scopeForApiKey } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { configOf, findTalker, findVersion } from '../agents/get-agent';
import { prepareConversation } from './prepare-conversation';
import { checkAccess } from './rules';

/** A conversation whose participant may come into a room of their own. */
export interface WebCall {
  readonly agentId: string;
  readonly conversationId: string;
  /** Lets whoever answers there begin it. */
  readonly signature: string;
  readonly origin?: string | undefined;
  readonly ip?: string | undefined;
  readonly source: string;
  readonly sourceVersion?: string | undefined;
  readonly environment?: string | undefined;
}

export interface WebCalls {
  /** Has the agent wait in a room; gives the token that lets the participant in. */
  open(call: WebCall): Promise<string>;
}

/** Decides whether a caller may talk to this agent by WebRTC, as for any conversation. Throws `not_found`, `unauthenticated`, `forbidden`. */
export async function inviteParticipant(
  db: Database,
  input: {
    readonly agentId: string;
    readonly versionId?: string | undefined;
    readonly branchId?: string | undefined;
    /** Absent: a visitor. */
    readonly key?: string | undefined;
    readonly origin?: string | undefined;
    readonly ip?: string | undefined;
    readonly secret: string;
  },
): Promise<Pick<WebCall, 'agentId' | 'conversationId' | 'signature'>> {
  const { agentId, versionId, branchId, key, origin, ip, secret } = input;
  const isVisitor = key === undefined || key === '';
  if (isVisitor && versionId !== undefined) throw new AppError('forbidden', 'A stored version is for members and API keys.');
  const scope = isVisitor ? await scopeForAgent(db, agentId, { ip }) : await scopeForApiKey(db, key, { ip });
  const agent = await findTalker(scope.db, agentId);
  if (agent.archivedAt !== null) throw new AppError('not_found', 'This agent is archived.');
  checkAccess(configOf(await findVersion(scope.db, agent, { versionId, branchId })), isVisitor ? 'public' : 'api-key', origin);
  const prepared = await prepareConversation(scope, { agentId, versionId, branchId, bindConversation: true, purpose: 'livekit-token', secret });
  return { agentId, conversationId: prepared.conversationId ?? '', signature: prepared.signature };
}
