import type { Json, WorkspaceScope } from '../../auth/scope';
import {
  type McpServerConfig,
  mcpServerConfigSchema,
  type ToolApproval,
  toolApprovalPolicySchema,
  toolOverrideSchema,
} from '../../contracts/mcp-server-config';
import { AppError } from '../../lib/app-error';
import { mergeDocument } from '../agents/rules';
import { noteChange } from '../audit-log/note-change';
import { checkedInput } from '../checked-input';
import { referencesIn } from '../references';
import { checkReferences } from '../tools/check-references';
import { findMcpServer, getMcpServer, type McpServerView, readMcpServer } from './get-mcp-server';
import { toolHash } from './tool-hash';

interface Stored {
  readonly config: McpServerConfig;
  readonly approvals: readonly ToolApproval[];
}

/** Any part of the config, merged member by member. Throws `not_found`, `invalid_input`. */
export function updateMcpServer(scope: WorkspaceScope, input: { readonly serverId: string; readonly changes: unknown }): Promise<McpServerView> {
  return change(scope, input.serverId, 'updated', (stored) => ({
    ...stored,
    config: checkedInput(mcpServerConfigSchema, mergeDocument(stored.config, input.changes)),
  }));
}

/** Approves one definition of a tool, or says that it is to be asked about. The hash is over what was shown. Throws `not_found`, `invalid_input`. */
export function approveTool(
  scope: WorkspaceScope,
  input: {
    readonly serverId: string;
    readonly toolName: string;
    readonly description: string;
    readonly inputSchema: Readonly<Record<string, unknown>>;
    readonly approvalPolicy: unknown;
  },
): Promise<McpServerView> {
  const { toolName, description, inputSchema } = input;
  if (toolName === '') throw new AppError('invalid_input', 'The name of a tool is needed.', { path: ['toolName'] });
  const approval: ToolApproval = {
    toolName,
    toolHash: toolHash({ name: toolName, description, inputSchema }),
    approvalPolicy: checkedInput(toolApprovalPolicySchema, input.approvalPolicy, ['approvalPolicy']),
    definition: { description, inputSchema: { ...inputSchema } },
  };
  return change(scope, input.serverId, 'tool-approved', ({ config, approvals }) => ({ config, approvals: [...withoutTool(approvals, toolName), approval] }));
}

/** Throws `not_found` for a server or an approval that is not there. */
export function withdrawApproval(scope: WorkspaceScope, input: { readonly serverId: string; readonly toolName: string }): Promise<McpServerView> {
  return change(scope, input.serverId, 'approval-withdrawn', ({ config, approvals }) => {
    const left = withoutTool(approvals, input.toolName);
    if (left.length === approvals.length) throw new AppError('not_found', `The tool ${input.toolName} was not approved.`);
    return { config, approvals: left };
  });
}

/** Throws `not_found`, `invalid_input`, `conflict` when the tool has an override already. */
export function addToolOverride(scope: WorkspaceScope, input: { readonly serverId: string; readonly override: unknown }): Promise<McpServerView> {
  const override = checkedInput(toolOverrideSchema, input.override);
  return change(scope, input.serverId, 'tool-override-added', ({ config, approvals }) => {
    const { toolConfigOverrides } = config;
    if (toolConfigOverrides.some(({ toolName }) => toolName === override.toolName)) {
      throw new AppError('conflict', `The tool ${override.toolName} has an override already.`);
    }
    return { config: { ...config, toolConfigOverrides: [...toolConfigOverrides, override] }, approvals };
  });
}

/** Any part of one tool's override, merged. Throws `not_found`, `invalid_input`. */
export function updateToolOverride(
  scope: WorkspaceScope,
  input: { readonly serverId: string; readonly toolName: string; readonly changes: unknown },
): Promise<McpServerView> {
  return change(scope, input.serverId, 'tool-override-updated', ({ config, approvals }) => {
    const before = overrideOf(config, input.toolName);
    const after = checkedInput(toolOverrideSchema, { ...(mergeDocument(before, input.changes) as object), toolName: input.toolName });
    return { config: { ...config, toolConfigOverrides: config.toolConfigOverrides.map((each) => (each === before ? after : each)) }, approvals };
  });
}

/** Throws `not_found` for a server or an override that is not there. */
export function dropToolOverride(scope: WorkspaceScope, input: { readonly serverId: string; readonly toolName: string }): Promise<McpServerView> {
  return change(scope, input.serverId, 'tool-override-dropped', ({ config, approvals }) => {
    const dropped = overrideOf(config, input.toolName);
    return { config: { ...config, toolConfigOverrides: config.toolConfigOverrides.filter((each) => each !== dropped) }, approvals };
  });
}

export function overrideOf(config: McpServerConfig, toolName: string): McpServerConfig['toolConfigOverrides'][number] {
  const override = config.toolConfigOverrides.find((each) => each.toolName === toolName);
  if (override === undefined) throw new AppError('not_found', `The tool ${toolName} has no override.`);
  return override;
}

async function change(scope: WorkspaceScope, serverId: string, what: string, make: (stored: Stored) => Stored): Promise<McpServerView> {
  scope.may('tools:write');
  await scope.db.$transaction(async (db) => {
    const row = await findMcpServer(db, serverId);
    const before = readMcpServer(row);
    const { config, approvals } = make(before);
    const referencedIds = referencesIn(config);
    await checkReferences(db, referencedIds);
    // Whoever else saved since we looked: what they saved is not lost.
    const { count } = await db.mcpServer.updateMany({
      where: { id: row.id, updatedAt: row.updatedAt },
      data: { name: config.name, config: config as Json, approvals: approvals as unknown as Json, referencedIds },
    });
    if (count === 0) throw new AppError('conflict', 'The MCP server was changed by someone else in the meantime. Repeat the change.');
    await noteChange(db, scope, {
      action: `mcp-server.${what}`,
      targetKind: 'mcp-server',
      targetId: row.id,
      before: { name: row.name, approvalPolicy: before.config.approvalPolicy, approvals: before.approvals.length },
      after: { name: config.name, approvalPolicy: config.approvalPolicy, approvals: approvals.length },
    });
  });
  return getMcpServer(scope, { serverId });
}

function withoutTool(approvals: readonly ToolApproval[], toolName: string): ToolApproval[] {
  return approvals.filter((approval) => approval.toolName !== toolName);
}
