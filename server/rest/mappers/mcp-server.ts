import { mcpServerFreeKeyedPaths, type ToolApproval, type ToolOverride } from '../../contracts/mcp-server-config';
import type { McpServerView } from '../../domain/mcp-servers/get-mcp-server';
import type { ListedMcpTool } from '../../domain/mcp-servers/list-mcp-tools';
import type { Wire } from '../route';
import { unixSecs } from './agent';
import { type FreeKeys, fromWire, toWire } from '../../contracts/wire-case';
import { accessToWire, dependentToWire } from './dependents';

const overrideFreeKeys: readonly FreeKeys[] = [
  { path: 'inputOverrides', verbatim: false },
  { path: 'inputOverrides.*.constantValue', verbatim: true },
];

/** A server's config, and beside it the approvals that the wire has inside. */
export function mcpConfigFromWire(config: unknown): { readonly config: Wire; readonly approvals: unknown } {
  const { toolApprovalHashes, ...rest } = fromWire(config, mcpServerFreeKeyedPaths) as Wire;
  return { config: rest, approvals: toolApprovalHashes ?? [] };
}

export function overrideFromWire(override: unknown): unknown {
  return fromWire(override, overrideFreeKeys);
}

export function overrideToWire(override: ToolOverride): Wire {
  return toWire(override, overrideFreeKeys) as Wire;
}

export function mcpServerToWire(server: McpServerView): Wire {
  return {
    id: server.id,
    config: { ...(toWire(server.config, mcpServerFreeKeyedPaths) as Wire), tool_approval_hashes: server.approvals.map(hashToWire) },
    access_info: accessToWire(server),
    dependent_agents: server.usedBy.map(dependentToWire),
    metadata: { created_at: unixSecs(server.createdAt), owner_user_id: server.createdBy },
  };
}

export function approvalStatusToWire({ tool, state, approval }: ListedMcpTool): Wire {
  return {
    tool_id: tool.name,
    state,
    approval_policy: approval?.approvalPolicy ?? null,
    approved_definition:
      approval?.definition === undefined ? null : { description: approval.definition.description, input_schema: approval.definition.inputSchema },
  };
}

function hashToWire({ toolName, toolHash, approvalPolicy }: ToolApproval): Wire {
  return { tool_name: toolName, tool_hash: toolHash, approval_policy: approvalPolicy };
}
