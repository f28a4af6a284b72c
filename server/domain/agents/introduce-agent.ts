import { type Database, scopeForAgent, scopeForMember, verifyConversationSignature } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { getPublicAgent } from './get-public-agent';

export interface IntroduceInput {
  readonly agentId: string;
  /** A conversation token that was handed out for an agent which needs one. */
  readonly token?: string | undefined;
  /** Who is signed in, if anyone. */
  readonly userId?: string | undefined;
  readonly ip?: string | undefined;
  /** The installation's secret. */
  readonly secret: string;
}

export interface AgentIntroduction {
  readonly name: string;
  /** BCP 47 code. */
  readonly language: string;
}

/** What a participant may know of an agent before talking with it. Throws `not_found` for whoever may not start a conversation with it. */
export async function introduceAgent(db: Database, input: IntroduceInput): Promise<AgentIntroduction> {
  const scope = await scopeForAgent(db, input.agentId, { ip: input.ip });
  const agent = await getPublicAgent(scope, input.agentId);
  const { conversationConfig, platformSettings } = agent.version.config;
  if (platformSettings.auth.enableAuth && !isTokenFor(input)) {
    if (input.userId === undefined) throw new AppError('not_found', 'This agent was not found.');
    await scopeForMember(db, input.userId, scope.workspaceId);
  }
  return { name: agent.name, language: conversationConfig.agent.language };
}

function isTokenFor({ token, secret, agentId }: IntroduceInput): boolean {
  if (token === undefined) return false;
  try {
    return verifyConversationSignature(secret, token).agentId === agentId;
  } catch {
    // Forged or expired: no better than none.
    return false;
  }
}
