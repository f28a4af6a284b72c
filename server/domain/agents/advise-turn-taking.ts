import type { WorkspaceScope } from '../../auth/scope';
import type { TurnAdvice } from '../../contracts/turn-suggestion';
import { configOf, findAgent, findAgentVersion } from './get-agent';
import { type AdviceEvent, adviceEvents, turnAdvice, turnFigures } from './turn-advice';

const conversationsAtMost = 100;

/** What the latest spoken conversations say of how the agent takes turns, and what could be set otherwise. Throws `not_found`. */
export async function adviseTurnTaking(
  scope: WorkspaceScope,
  input: { readonly agentId: string; readonly branchId?: string | undefined },
): Promise<TurnAdvice> {
  scope.may('agents:read');
  scope.may('conversations:read');
  const agent = await findAgent(scope.db, input.agentId);
  const { version } = await findAgentVersion(scope.db, { agentId: agent.id, branchId: input.branchId });
  const conversations = await scope.db.conversation.findMany({
    where: { agentId: agent.id, isTextOnly: false, endedAt: { not: null }, deletedAt: null },
    orderBy: { startedAt: 'desc' },
    take: conversationsAtMost,
    select: { id: true },
  });
  const events = await scope.db.conversationEvent.findMany({
    where: { conversationId: { in: conversations.map(({ id }) => id) }, kind: { in: [...adviceEvents] } },
    orderBy: [{ conversationId: 'asc' }, { sequence: 'asc' }],
    select: { conversationId: true, atMs: true, kind: true, data: true },
  });
  return turnAdvice(turnFigures(conversations.length, events as unknown as AdviceEvent[]), configOf(version));
}
