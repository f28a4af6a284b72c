import type { WorkspaceScope } from '../auth/scope';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from './pagination';
import { environmentReference } from './references';

/** What uses something else: an agent, a tool, an MCP server. */
export interface Dependent {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface PageInput {
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** Agents of which the newest version of some living branch names it. */
export async function dependentAgents(scope: WorkspaceScope, references: readonly string[], input: PageInput = {}): Promise<Page<Dependent>> {
  return inPages(input, (where, take) =>
    scope.db.agent.findMany({
      where: { ...where, deletedAt: null, branches: { some: branchNaming(references) } },
      orderBy: newestFirst,
      take,
      select: listed,
    }),
  );
}

export interface DependentBranch {
  readonly agentId: string;
  readonly agentName: string;
  readonly branchId: string;
  readonly branchName: string;
  readonly isMain: boolean;
}

/** The branches of these agents that name it. */
export async function dependentBranches(
  scope: WorkspaceScope,
  references: readonly string[],
  agentIds: readonly string[],
): Promise<readonly DependentBranch[]> {
  const rows = await scope.db.agentBranch.findMany({
    where: { ...branchNaming(references), agentId: { in: [...agentIds] } },
    select: { id: true, name: true, isMain: true, agentId: true, agent: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => ({ agentId: row.agentId, agentName: row.agent.name, branchId: row.id, branchName: row.name, isMain: row.isMain }));
}

export async function dependentTools(scope: WorkspaceScope, references: readonly string[], input: PageInput = {}): Promise<Page<Dependent>> {
  return inPages(input, (where, take) =>
    scope.db.tool.findMany({ where: { ...where, referencedIds: { hasSome: [...references] } }, orderBy: newestFirst, take, select: listed }),
  );
}

export async function dependentMcpServers(scope: WorkspaceScope, references: readonly string[], input: PageInput = {}): Promise<Page<Dependent>> {
  return inPages(input, (where, take) =>
    scope.db.mcpServer.findMany({ where: { ...where, referencedIds: { hasSome: [...references] } }, orderBy: newestFirst, take, select: listed }),
  );
}

/** The id itself and the environment variables that lead to it. */
export async function referencesTo(scope: WorkspaceScope, id: string): Promise<readonly string[]> {
  const variables = await scope.db.environmentVariable.findMany({ where: { referencedIds: { has: id } }, select: { label: true } });
  return [id, ...variables.map(({ label }) => environmentReference(label))];
}

function branchNaming(references: readonly string[]) {
  return { archivedAt: null, referencedIds: { hasSome: [...references] } };
}

const listed = { id: true, name: true, createdAt: true } as const;
const newestFirst: { createdAt?: 'desc'; id?: 'desc' }[] = [{ createdAt: 'desc' }, { id: 'desc' }];

async function inPages(input: PageInput, find: (where: Record<string, unknown>, take: number) => Promise<Dependent[]>): Promise<Page<Dependent>> {
  const size = pageSizeOf(input.pageSize);
  const rows = await find(rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true), size + 1);
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    (row) => row,
  );
}
