import type { WorkspaceScope } from '../../auth/scope';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { type ConversationFilter, whereOf, wordsOf } from './conversation-filter';
import type { ConversationSummary } from './conversation-views';
import { asSeen } from '../privacy/as-seen';
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
  const place = rowsAfter('startedAt', direction, readCursor(input.cursor, 'time'), true);
  const find = (bound: object) =>
    scope.db.conversation.findMany({
      where: { AND: [whereOf(input.filter ?? {}), place, bound] },
      orderBy: [{ startedAt: direction }, { id: direction }],
      take: size + 1,
      omit: { transcript: true, searchText: true, initiationData: true },
      include: { agent: { select: { name: true } }, tags: { select: { tagId: true } } },
    });
  const bound = wordsOf(input.filter?.search).length === 0 ? null : await nearestRows(scope, place, direction);
  const near = bound === null ? [] : await find(bound);
  const rows = near.length > size ? near : await find({});
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.startedAt.getTime(), id: row.id }),
    (row) => asSeen(scope, toSummary(row)),
  );
}

const nearCount = 1_000;

/**
 * Bounds a list to the rows next in its order. A word that many conversations have is found among these; looking it up in the index of words would
 * bring all of them together first. Null where there are no more rows than these.
 */
async function nearestRows(scope: WorkspaceScope, place: object, direction: 'asc' | 'desc'): Promise<object | null> {
  const last = await scope.db.conversation.findFirst({
    where: { AND: [{ deletedAt: null }, place] },
    orderBy: [{ startedAt: direction }, { id: direction }],
    skip: nearCount,
    select: { startedAt: true },
  });
  return last === null ? null : { startedAt: direction === 'desc' ? { gte: last.startedAt } : { lte: last.startedAt } };
}
