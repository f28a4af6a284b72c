import type { WorkspaceScope } from '../../auth/scope';
import { findAgent } from '../agents/get-agent';
import type { ConversationAnalysis, Verdict } from './analysis';

export interface CriterionTally {
  readonly criterionId: string;
  readonly name: string;
  readonly counts: Readonly<Record<Verdict, number>>;
}

const mostConversations = 500;

/** How an agent's latest conversations did, by criterion. */
export async function tallyEvaluations(
  scope: WorkspaceScope,
  input: { readonly agentId: string; readonly branchId?: string | undefined },
): Promise<{ readonly conversations: number; readonly criteria: readonly CriterionTally[] }> {
  scope.may('conversations:read');
  const agent = await findAgent(scope.db, input.agentId);
  const rows = await scope.db.conversation.findMany({
    where: { agentId: agent.id, deletedAt: null, endedAt: { not: null }, ...(input.branchId === undefined ? {} : { branchId: input.branchId }) },
    orderBy: { startedAt: 'desc' },
    take: mostConversations,
    select: { analysis: true },
  });
  const analyses = rows.flatMap(({ analysis }) => (analysis === null ? [] : [analysis as unknown as ConversationAnalysis]));
  const tallies = new Map<string, { name: string; counts: Record<Verdict, number> }>();
  for (const { criterionId, name, result } of analyses.flatMap(({ criteria }) => criteria)) {
    const tally = tallies.get(criterionId) ?? { name, counts: { success: 0, failure: 0, unknown: 0 } };
    tally.counts[result]++;
    tallies.set(criterionId, tally);
  }
  return { conversations: analyses.length, criteria: [...tallies].map(([criterionId, tally]) => ({ criterionId, ...tally })) };
}
