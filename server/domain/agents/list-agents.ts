import type { WorkspaceScope } from '../../auth/scope';
import { actorNames } from '../actor-names';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import type { AgentSummary } from './agent-views';

export interface ListAgentsInput {
  /** Part of a name, in any case. */
  readonly search?: string | undefined;
  /** Only archived ones, only others, or (null) both. */
  readonly archived?: boolean | null | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Only these. */
  readonly ids?: readonly string[] | undefined;
  readonly createdBy?: string | undefined;
  readonly sortBy?: 'createdAt' | 'updatedAt' | 'name' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

export async function listAgents(scope: WorkspaceScope, input: ListAgentsInput = {}): Promise<Page<AgentSummary>> {
  scope.may('agents:read');
  const sortBy = input.sortBy ?? 'createdAt';
  const direction = input.direction ?? (sortBy === 'name' ? 'asc' : 'desc');
  const isTime = sortBy !== 'name';
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.agent.findMany({
    where: {
      deletedAt: null,
      kind: 'agent',
      ...(input.search === undefined || input.search.trim() === '' ? {} : { name: { contains: literally(input.search.trim()), mode: 'insensitive' } }),
      ...archivedFilter(input.archived),
      ...(input.ids === undefined ? {} : { id: { in: [...input.ids] } }),
      ...(input.tags === undefined || input.tags.length === 0 ? {} : { tags: { hasSome: [...input.tags] } }),
      ...(input.createdBy === undefined ? {} : { createdBy: input.createdBy }),
      ...rowsAfter(sortBy, direction, readCursor(input.cursor, isTime ? 'time' : 'text'), isTime),
    },
    orderBy: [{ [sortBy]: direction }, { id: direction }],
    take: size + 1,
  });
  const [conversations, nameOf] = await Promise.all([
    conversationsOf(
      scope,
      rows.map((row) => row.id),
    ),
    actorNames(
      scope,
      rows.map((row) => row.createdBy),
    ),
  ]);
  return cutPage(
    rows,
    size,
    (row) => ({ value: sortBy === 'name' ? row.name : row[sortBy].getTime(), id: row.id }),
    (row) => ({
      id: row.id,
      name: row.name,
      tags: row.tags,
      language: row.language,
      voiceId: row.voiceId,
      versionNumber: row.versionNumber,
      isArchived: row.archivedAt !== null,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      createdByName: nameOf(row.createdBy),
      isCreator: row.createdBy === scope.actor.id,
      lastConversationAt: conversations.get(row.id)?.lastAt ?? null,
      conversationCount: conversations.get(row.id)?.count ?? 0,
    }),
  );
}

function archivedFilter(archived: boolean | null | undefined) {
  if (archived === null) return {};
  return archived === true ? { archivedAt: { not: null } } : { archivedAt: null };
}

async function conversationsOf(scope: WorkspaceScope, agentIds: string[]): Promise<ReadonlyMap<string, { lastAt: Date | null; count: number }>> {
  const groups = await scope.db.conversation.groupBy({
    by: ['agentId'],
    where: { agentId: { in: agentIds }, deletedAt: null },
    _count: { _all: true },
    _max: { startedAt: true },
  });
  return new Map(groups.map((group) => [group.agentId, { lastAt: group._max.startedAt, count: group._count._all }]));
}
