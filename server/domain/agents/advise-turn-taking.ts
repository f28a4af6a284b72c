import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import type { TurnAdvice } from '../../contracts/turn-suggestion';
import { configOf, findAgent, findAgentVersion } from './get-agent';
import { type AdviceEvent, adviceEvents, turnAdvice, turnFigures } from './turn-advice';

const conversationsAtMost = 100;

/**
 * What the latest spoken conversations say of how the agent takes turns, and what could be set otherwise. Only those count that were held with the
 * settings it has now. Throws `not_found`.
 */
export async function adviseTurnTaking(
  scope: WorkspaceScope,
  input: { readonly agentId: string; readonly branchId?: string | undefined },
): Promise<TurnAdvice> {
  scope.may('agents:read');
  scope.may('conversations:read');
  const agent = await findAgent(scope.db, input.agentId);
  const { version } = await findAgentVersion(scope.db, { agentId: agent.id, branchId: input.branchId });
  const config = configOf(version);
  const conversationIds = await heldWith(scope.db, agent.id, config);
  const events = await scope.db.conversationEvent.findMany({
    where: { conversationId: { in: conversationIds }, kind: { in: [...adviceEvents] } },
    orderBy: [{ conversationId: 'asc' }, { sequence: 'asc' }],
    select: { conversationId: true, atMs: true, kind: true, data: true },
  });
  return turnAdvice(turnFigures(conversationIds.length, events as unknown as AdviceEvent[]), config);
}

async function heldWith(db: ScopedTransaction, agentId: string, config: AgentConfig): Promise<string[]> {
  const conversations = await db.conversation.findMany({
    where: { agentId, isTextOnly: false, endedAt: { not: null }, deletedAt: null },
    orderBy: { startedAt: 'desc' },
    take: conversationsAtMost,
    select: { id: true, agentVersionId: true },
  });
  const versions = await db.agentVersion.findMany({ where: { id: { in: [...new Set(conversations.map((each) => each.agentVersionId))] } } });
  const now = settingsOf(config);
  const alike = new Set(versions.filter((version) => settingsOf(configOf(version)) === now).map(({ id }) => id));
  return conversations.filter(({ agentVersionId }) => alike.has(agentVersionId)).map(({ id }) => id);
}

/** The settings that advice is about. */
function settingsOf({ conversationConfig: { turn }, parley: { turnTaking } }: AgentConfig): string {
  return `${turn.turnEagerness} ${turnTaking.overlapPolicy}`;
}
