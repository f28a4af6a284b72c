import type { WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { type ConversationFilter, whereOf } from './conversation-filter';
import { type ExportColumn, type ExportedPage, exportedLines, type ExportFormat } from '../export-lines';
import { asSeen } from '../privacy/as-seen';
import { readCursor, rowsAfter, writeCursor } from '../pagination';
import type { ConversationSummary } from './conversation-views';
import { toSummary } from './shape-conversation';

/** Small enough to keep whole transcripts of in memory. */
const pageSize = 100;

/** The next lines of an export, newest conversations first; whoever asks goes on with the cursor until there is none. */
export async function exportConversations(
  scope: WorkspaceScope,
  { filter, format, cursor }: { readonly filter: ConversationFilter; readonly format: ExportFormat; readonly cursor?: string | undefined },
): Promise<ExportedPage> {
  scope.may('conversations:read');
  const rows = await scope.db.conversation.findMany({
    where: { AND: [whereOf(filter), rowsAfter('startedAt', 'desc', readCursor(cursor, 'time'), true)] },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: pageSize,
    omit: { searchText: true },
    include: { agent: { select: { name: true } }, tags: { select: { tagId: true } } },
  });
  const exported = rows.map((row) => asSeen(scope, { ...toSummary(row), transcript: row.transcript as unknown as readonly TranscriptItem[] }));
  const last = rows.at(-1);
  return {
    text: exportedLines(exported, { format, columns, isFirst: cursor === undefined }),
    nextCursor: rows.length === pageSize && last !== undefined ? writeCursor({ value: last.startedAt.getTime(), id: last.id }) : null,
  };
}

const columns: readonly ExportColumn<ConversationSummary>[] = [
  ['id', ({ id }) => id],
  ['agent_id', ({ agentId }) => agentId],
  ['agent', ({ agentName }) => agentName],
  ['started_at', ({ startedAt }) => startedAt.toISOString()],
  ['ended_at', ({ endedAt }) => endedAt?.toISOString() ?? null],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['status', ({ status }) => status],
  ['outcome', ({ callSuccessful }) => callSuccessful],
  ['end_reason', ({ endReason }) => endReason],
  ['language', ({ language }) => language],
  ['channel', ({ isTextOnly }) => (isTextOnly ? 'text' : 'voice')],
  ['source', ({ source }) => source],
  ['messages', ({ messageCount }) => messageCount],
  ['response_latency_ms', ({ responseLatencyMs }) => responseLatencyMs],
  ['interruptions', ({ interruptionCount }) => interruptionCount],
  ['tools', ({ toolNames }) => toolNames.join(' ')],
  ['user_id', ({ userId }) => userId],
  ['title', ({ title }) => title],
  ['summary', ({ summary }) => summary],
];
