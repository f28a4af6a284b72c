import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type McpServerConfig, mcpServerConfigSchema, type ToolApproval } from '../../contracts/mcp-server-config';
import { AppError } from '../../lib/app-error';
import { actorNames } from '../actor-names';
import { type Dependent, dependentAgents } from '../dependents';

export interface McpServerView {
  readonly id: string;
  readonly name: string;
  readonly config: McpServerConfig;
  readonly approvals: readonly ToolApproval[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly usedBy: readonly Dependent[];
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly config: unknown;
  readonly approvals: unknown;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** Throws `not_found`. */
export async function getMcpServer(scope: WorkspaceScope, input: { readonly serverId: string }): Promise<McpServerView> {
  scope.may('tools:read');
  const row = await findMcpServer(scope.db, input.serverId);
  return toMcpServerView(scope, row, await actorNames(scope, [row.createdBy]));
}

/** All of the workspace's servers, by name. */
export async function listMcpServers(scope: WorkspaceScope): Promise<readonly McpServerView[]> {
  scope.may('tools:read');
  const rows = await scope.db.mcpServer.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 500 });
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  return Promise.all(rows.map((row) => toMcpServerView(scope, row, nameOf)));
}

export async function findMcpServer(db: ScopedTransaction, serverId: string) {
  const row = await db.mcpServer.findFirst({ where: { id: serverId } });
  if (row === null) throw new AppError('not_found', `MCP server ${serverId} was not found.`);
  return row;
}

/** Config and approvals of a stored server, with defaults that are newer than it. */
export function readMcpServer(row: { readonly config: unknown; readonly approvals: unknown }): { config: McpServerConfig; approvals: readonly ToolApproval[] } {
  return { config: mcpServerConfigSchema.parse(row.config), approvals: row.approvals as readonly ToolApproval[] };
}

async function toMcpServerView(scope: WorkspaceScope, row: Row, nameOf: (id: string) => string): Promise<McpServerView> {
  const { items } = await dependentAgents(scope, [row.id], { pageSize: 100 });
  return {
    id: row.id,
    name: row.name,
    ...readMcpServer(row),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
    usedBy: items,
  };
}
