import type { WorkspaceScope } from '../../auth/scope';
import { findAgent } from '../agents/get-agent';
import type { ConversationAnalysis, Verdict } from '../evaluations/analysis';
import { pageSizeOf, readOffset, writeOffset } from '../pagination';
import { asSeen } from '../privacy/as-seen';
import { examplesIn } from './asked-in';
import { readTopics } from './stored-topics';

export interface TopicView {
  readonly id: string;
  readonly label: string;
  /** What was asked in the conversation that says it best; empty where that is not kept. */
  readonly description: string;
  readonly x: number;
  readonly y: number;
  readonly conversationCount: number;
  /** Of those that were judged; null while none is. */
  readonly successRate: number | null;
  readonly criteria: readonly { readonly criterionId: string; readonly success: number; readonly failure: number; readonly unknown: number }[];
}

export interface ListTopicsInput {
  readonly agentId: string;
  readonly fromUnix?: number | undefined;
  readonly toUnix?: number | undefined;
  readonly sortBy?: 'conversations' | 'success_rate' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** What an agent was asked about, with what became of it, counted over the conversations of a time. Throws `not_found`. */
export async function listTopics(
  scope: WorkspaceScope,
  input: ListTopicsInput,
): Promise<{
  readonly items: readonly TopicView[];
  readonly nextCursor: string | null;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly runCount: number;
}> {
  scope.may('conversations:read');
  await findAgent(scope.db, input.agentId);
  const stored = await scope.db.agentTopics.findFirst({ where: { agentId: input.agentId } });
  const windowStart = input.fromUnix === undefined ? (stored?.windowStart ?? new Date(0)) : new Date(input.fromUnix * 1000);
  const windowEnd = input.toUnix === undefined ? (stored?.windowEnd ?? new Date()) : new Date(input.toUnix * 1000);
  const topics = readTopics(stored?.topics);
  const rows = await scope.db.conversation.findMany({
    where: { id: { in: topics.flatMap(({ conversationIds }) => conversationIds) }, deletedAt: null, startedAt: { gte: windowStart, lte: windowEnd } },
    select: { id: true, callSuccessful: true, analysis: true },
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  const views = topics
    .map(({ conversationIds, ...topic }) => {
      const conversations = conversationIds.flatMap((id) => known.get(id) ?? []);
      const verdicts = conversations.map(({ callSuccessful }) => callSuccessful as Verdict);
      const judged = verdicts.filter((verdict) => verdict !== 'unknown');
      return {
        ...topic,
        exampleId: conversations[0]?.id ?? '',
        conversationCount: conversations.length,
        successRate: judged.length === 0 ? null : judged.filter((verdict) => verdict === 'success').length / judged.length,
        criteria: criteriaOf(conversations.map(({ analysis }) => analysis as unknown as ConversationAnalysis | null)),
      };
    })
    .filter(({ conversationCount }) => conversationCount > 0);
  const measure = ({ conversationCount, successRate }: Pick<TopicView, 'conversationCount' | 'successRate'>) =>
    input.sortBy === 'success_rate' ? (successRate ?? -1) : conversationCount;
  const sign = input.direction === 'asc' ? 1 : -1;
  const sorted = views.sort((a, b) => sign * (measure(a) - measure(b)) || a.id.localeCompare(b.id));
  const [offset, size] = [readOffset(input.cursor), pageSizeOf(input.pageSize)];
  const page = sorted.slice(offset, offset + size);
  const examples = await examplesIn(
    scope,
    page.map(({ exampleId }) => exampleId),
  );
  return {
    items: page.map(({ exampleId, label, ...topic }) => ({ ...topic, label: asSeen(scope, label), description: examples.get(exampleId) ?? '' })),
    nextCursor: sorted.length > offset + size ? writeOffset(offset + size) : null,
    windowStart,
    windowEnd,
    runCount: stored?.runCount ?? 0,
  };
}

function criteriaOf(analyses: readonly (ConversationAnalysis | null)[]): TopicView['criteria'] {
  const counts = new Map<string, { success: number; failure: number; unknown: number }>();
  for (const { criterionId, result } of analyses.flatMap((analysis) => analysis?.criteria ?? [])) {
    const count = counts.get(criterionId) ?? { success: 0, failure: 0, unknown: 0 };
    count[result]++;
    counts.set(criterionId, count);
  }
  return [...counts].map(([criterionId, count]) => ({ criterionId, ...count }));
}
