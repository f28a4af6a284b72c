import type { WorkspaceScope } from '../../auth/scope';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { type ConversationFilter, whereOf } from './conversation-filter';
import type { ConversationSummary } from './conversation-views';
import { toSummary } from './shape-conversation';

export interface ListConversationsInput {
  readonly filter?: ConversationFilter;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** Conversations of the workspace by when they began, newest first unless asked otherwise. */
export async function listConversations(scope: WorkspaceScope, input: ListConversationsInput = {}): Promise<Page<ConversationSummary>> {
  scope.may('conversations:read');
  const size = pageSizeOf(input.pageSize);
  const direction = input.direction ?? 'desc';
  const rows = await scope.db.conversation.findMany({
    where: { AND: [whereOf(input.filter ?? {}), rowsAfter('startedAt', direction, readCursor(input.cursor, 'time'), true)] },
    orderBy: [{ startedAt: direction }, { id: direction }],
    take: size + 1,
    omit: { transcript: true, searchText: true, initiationData: true },
    include: { agent: { select: { name: true } }, tags: { select: { tagId: true } } },
  });
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.startedAt.getTime(), id: row.id }),
    (row) => toSummary(row),
  );
}
