import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { hasPlace } from './rules';

/** A conversation that waits says so this often; one that has been silent for longer waits no more. */
const waitsStillMs = 15_000;

export interface ClaimInput {
  readonly conversationId: string;
  readonly agentId: string;
  readonly config: AgentConfig;
}

/** Where a limit has to hold, admissions of one agent go one after another: the lock on its row makes two at once impossible to count wrong. */
export async function holdAgainstOthers(tx: ScopedTransaction, agent: { id: string; updatedAt: Date }, config: AgentConfig): Promise<void> {
  if (config.platformSettings.callLimits.agentConcurrencyLimit < 0) return;
  await tx.agent.updateMany({ where: { id: agent.id }, data: { updatedAt: agent.updatedAt } });
}

/** Conversations that wait for a place of this agent; those that came before `since`, or all. */
export function countWaiting(tx: ScopedTransaction, agentId: string, since?: Date): Promise<number> {
  return tx.conversation.count({
    where: {
      agentId,
      status: 'initiated',
      hostId: { not: null },
      heartbeatAt: { gte: new Date(Date.now() - waitsStillMs) },
      ...(since === undefined ? {} : { startedAt: { lt: since } }),
    },
  });
}

/** Lets a conversation that waits begin, if there is a place and nobody has waited longer; otherwise says that it still waits. */
export async function claimPlace(scope: WorkspaceScope, { conversationId, agentId, config }: ClaimInput): Promise<boolean> {
  scope.may('conversations:start');
  return scope.db.$transaction(async (tx) => {
    const agent = await tx.agent.findFirst({ where: { id: agentId }, select: { id: true, updatedAt: true } });
    const waiting = await tx.conversation.findFirst({ where: { id: conversationId, status: 'initiated' }, select: { startedAt: true } });
    if (agent === null || waiting === null) return false;
    await holdAgainstOthers(tx, agent, config);
    const running = await tx.conversation.count({ where: { agentId, status: 'in-progress' } });
    const now = new Date();
    if (!hasPlace(config, running + (await countWaiting(tx, agentId, waiting.startedAt)))) {
      await tx.conversation.updateMany({ where: { id: conversationId, status: 'initiated' }, data: { heartbeatAt: now } });
      return false;
    }
    const { count } = await tx.conversation.updateMany({
      where: { id: conversationId, status: 'initiated' },
      data: { status: 'in-progress', heartbeatAt: now, startedAt: now, queueWaitMs: now.getTime() - waiting.startedAt.getTime() },
    });
    return count === 1;
  });
}
