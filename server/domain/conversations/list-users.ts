import type { WorkspaceScope } from '../../auth/scope';
import { literally } from '../like';
import { pageSizeOf, readOffset, writeOffset } from '../pagination';
import { whereOf } from './conversation-filter';

export interface UserView {
  readonly userId: string;
  readonly conversationCount: number;
  readonly firstContactAt: Date;
  readonly lastContactAt: Date;
  readonly lastConversation: { readonly id: string; readonly agentId: string; readonly agentName: string };
}

export interface ListUsersInput {
  readonly filter?: Parameters<typeof whereOf>[0];
  /** Part of the user's id, in any case. */
  readonly search?: string | undefined;
  readonly sortBy?: 'last_contact_unix_secs' | 'conversation_count' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** Whom agents talked to, as far as callers said who it was; whoever was there last comes first. */
export async function listUsers(
  scope: WorkspaceScope,
  input: ListUsersInput = {},
): Promise<{ readonly items: readonly UserView[]; readonly nextCursor: string | null }> {
  scope.may('conversations:read');
  const size = pageSizeOf(input.pageSize);
  const offset = readOffset(input.cursor);
  const search = input.search?.trim() ?? '';
  const direction = input.direction ?? 'desc';
  const where = {
    AND: [
      whereOf(input.filter ?? {}),
      { userId: { not: null } },
      search === '' ? {} : { userId: { contains: literally(search), mode: 'insensitive' as const } },
    ],
  };
  const first = input.sortBy === 'conversation_count' ? { _count: { userId: direction } } : { _max: { startedAt: direction } };
  const groups = await scope.db.conversation.groupBy({
    by: ['userId'],
    where,
    _count: { userId: true },
    _min: { startedAt: true },
    _max: { startedAt: true },
    orderBy: [first, { userId: 'asc' }],
    skip: offset,
    take: size + 1,
  });
  const shown = groups
    .slice(0, size)
    .flatMap(({ userId, _count, _min, _max }) =>
      userId === null || _min.startedAt === null || _max.startedAt === null
        ? []
        : [{ userId, conversationCount: _count.userId, firstContactAt: _min.startedAt, lastContactAt: _max.startedAt }],
    );
  const lasts = await scope.db.conversation.findMany({
    where: { AND: [where, { OR: shown.map(({ userId, lastContactAt }) => ({ userId, startedAt: lastContactAt })) }] },
    select: { id: true, userId: true, agentId: true, agent: { select: { name: true } } },
  });
  const lastOf = new Map(lasts.map(({ id, userId, agentId, agent }) => [userId, { id, agentId, agentName: agent.name }]));
  return {
    items: shown.flatMap((user) => {
      const lastConversation = lastOf.get(user.userId);
      return lastConversation === undefined ? [] : [{ ...user, lastConversation }];
    }),
    nextCursor: groups.length > size ? writeOffset(offset + size) : null,
  };
}
