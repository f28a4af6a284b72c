import type { WorkspaceScope } from '../../auth/scope';
import { actorNames } from '../actor-names';
import { findAgent } from '../agents/get-agent';
import type { PageInput } from '../dependents';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { toToolView, type ToolView } from './tool-views';

export interface ListToolsInput extends PageInput {
  readonly search?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly createdBy?: string | undefined;
  /** Only tools that this agent's newest version names. */
  readonly usedByAgentId?: string | undefined;
  readonly sortBy?: 'name' | 'createdAt' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}

/** Throws `not_found` for an agent that does not exist. */
export async function listTools(scope: WorkspaceScope, input: ListToolsInput = {}): Promise<Page<ToolView>> {
  scope.may('tools:read');
  const sortBy = input.sortBy ?? 'createdAt';
  const direction = input.direction ?? (sortBy === 'name' ? 'asc' : 'desc');
  const isTime = sortBy === 'createdAt';
  const size = pageSizeOf(input.pageSize);
  const search = input.search?.trim() ?? '';
  const usedIds = input.usedByAgentId === undefined ? undefined : (await findAgent(scope.db, input.usedByAgentId)).referencedIds;
  const rows = await scope.db.tool.findMany({
    where: {
      ...(search === '' ? {} : { name: { contains: literally(search), mode: 'insensitive' as const } }),
      ...(input.types === undefined || input.types.length === 0 ? {} : { type: { in: [...input.types] } }),
      ...(input.createdBy === undefined ? {} : { createdBy: input.createdBy }),
      ...(usedIds === undefined ? {} : { AND: { id: { in: usedIds } } }),
      ...rowsAfter(sortBy, direction, readCursor(input.cursor, isTime ? 'time' : 'text'), isTime),
    },
    orderBy: [{ [sortBy]: direction }, { id: direction }],
    take: size + 1,
  });
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  return cutPage(
    rows,
    size,
    (row) => ({ value: sortBy === 'name' ? row.name : row.createdAt.getTime(), id: row.id }),
    (row) => toToolView(scope, row, nameOf),
  );
}
