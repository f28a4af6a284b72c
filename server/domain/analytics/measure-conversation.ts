import { type Database, type Json, scopesOfUnmeasured, type WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import type { Logger } from '../../lib/logger';
import { toFeedback } from '../conversations/shape-conversation';
import type { ConversationAnalysis } from '../evaluations/analysis';
import { workThrough } from '../work-through';
import { measuredEvents, measuresOf } from './measures';

/** Goes up when what is counted changes: every conversation is then counted anew. */
export const measuresVersion = 1;

const hourMs = 3_600_000;

/** Counts a conversation that ended, or counts it anew; one that runs, or is gone, is left alone. Part of whatever changed it, so nobody needs a permission for it. */
export async function measureConversation(scope: WorkspaceScope, conversationId: string): Promise<void> {
  const row = await scope.db.conversation.findFirst({
    where: { id: conversationId, endedAt: { not: null }, deletedAt: null },
    omit: { searchText: true, initiationData: true },
  });
  if (row === null) return;
  const events = await scope.db.conversationEvent.findMany({
    where: { conversationId, kind: { in: [...measuredEvents] } },
    orderBy: { sequence: 'asc' },
    select: { kind: true, data: true },
  });
  const cells = measuresOf(
    {
      ...row,
      transcript: row.transcript as unknown as TranscriptItem[],
      analysis: row.analysis as unknown as ConversationAnalysis | null,
      score: toFeedback(row.feedback).overallScore,
    },
    events,
  );
  const measures = {
    hour: new Date(Math.floor(row.startedAt.getTime() / hourMs) * hourMs),
    agentId: row.agentId,
    branchId: row.branchId ?? '',
    channel: row.source,
    language: row.language,
    outcome: row.callSuccessful,
    cells: cells as unknown as Json,
  };
  await scope.db.$transaction(async (db) => {
    await db.conversationMeasures.upsert({
      where: { workspaceId_conversationId: { workspaceId: scope.workspaceId, conversationId } },
      create: { ...measures, workspaceId: scope.workspaceId, conversationId },
      update: measures,
    });
    await db.conversation.updateMany({ where: { id: conversationId }, data: { measuredVersion: measuresVersion } });
  });
}

/** Counts what ended and was not counted: conversations older than analytics, and those whose counting failed. Answers how many. */
export function measureWhatIsMissing(db: Database, { signal, log }: { readonly signal: AbortSignal; readonly log: Logger }): Promise<number> {
  return workThrough({
    find: (limit) => scopesOfUnmeasured(db, { version: measuresVersion, limit }),
    atOnce: 500,
    work: measureConversation,
    failure: 'a conversation could not be counted',
    signal,
    log,
  });
}
