import type { WorkspaceScope } from '../../auth/scope';
import type { ConversationListFilter } from '../../contracts/conversation';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import type { ConversationSummary } from './conversation-views';
import { toSummary } from './shape-conversation';

export interface ListConversationsInput {
  readonly filter?: Undefinable<ConversationListFilter> & {
    readonly userId?: string | undefined;
    readonly textOnly?: boolean | undefined;
    readonly excludeStatuses?: readonly string[] | undefined;
  };
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

type Undefinable<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Conversations of the workspace by when they began, newest first unless asked otherwise. `search` finds those that hold every word of it. */
export async function listConversations(scope: WorkspaceScope, input: ListConversationsInput = {}): Promise<Page<ConversationSummary>> {
  scope.may('conversations:read');
  const size = pageSizeOf(input.pageSize);
  const direction = input.direction ?? 'desc';
  const rows = await scope.db.conversation.findMany({
    where: { AND: [filterOf(input.filter ?? {}), rowsAfter('startedAt', direction, readCursor(input.cursor, 'time'), true)] },
    orderBy: [{ startedAt: direction }, { id: direction }],
    take: size + 1,
    omit: { transcript: true, searchText: true, initiationData: true, analysis: true },
    include: { agent: { select: { name: true } } },
  });
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.startedAt.getTime(), id: row.id }),
    (row) => toSummary(row),
  );
}

function filterOf(filter: NonNullable<ListConversationsInput['filter']>) {
  const words = (filter.search ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10);
  return {
    deletedAt: null,
    ...(filter.agentId === undefined ? {} : { agentId: filter.agentId }),
    ...(filter.callSuccessful === undefined ? {} : { callSuccessful: filter.callSuccessful }),
    ...(filter.source === undefined ? {} : { source: filter.source }),
    ...(filter.userId === undefined ? {} : { userId: filter.userId }),
    ...(filter.textOnly === undefined ? {} : { isTextOnly: filter.textOnly }),
    ...(filter.status === undefined && filter.excludeStatuses === undefined
      ? {}
      : {
          status: {
            ...(filter.status === undefined ? {} : { equals: filter.status }),
            ...(filter.excludeStatuses === undefined ? {} : { notIn: [...filter.excludeStatuses] }),
          },
        }),
    startedAt: {
      ...(filter.startedAfterUnix === undefined ? {} : { gte: new Date(filter.startedAfterUnix * 1000) }),
      ...(filter.startedBeforeUnix === undefined ? {} : { lte: new Date(filter.startedBeforeUnix * 1000) }),
    },
    durationMs: {
      ...(filter.durationMinSecs === undefined ? {} : { gte: filter.durationMinSecs * 1000 }),
      ...(filter.durationMaxSecs === undefined ? {} : { lte: filter.durationMaxSecs * 1000 }),
    },
    AND: words.map((word) => ({ searchText: { contains: literally(word), mode: 'insensitive' as const } })),
  };
}
