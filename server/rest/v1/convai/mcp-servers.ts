import { z } from 'zod';
import { createMcpServer } from '../../../domain/mcp-servers/create-mcp-server';
import { deleteMcpServer } from '../../../domain/mcp-servers/delete-mcp-server';
import { getMcpServer, listMcpServers } from '../../../domain/mcp-servers/get-mcp-server';
import { listMcpTools } from '../../../domain/mcp-servers/list-mcp-tools';
import {
  addToolOverride,
  approveTool,
  dropToolOverride,
  overrideOf,
  updateMcpServer,
  updateToolOverride,
  withdrawApproval,
} from '../../../domain/mcp-servers/update-mcp-server';
import { approvalStatusToWire, mcpConfigFromWire, mcpServerToWire, overrideFromWire, overrideToWire } from '../../mappers/mcp-server';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';

const createBody = z.looseObject({ config: z.looseObject({}) });
const policyBody = z.looseObject({ approval_policy: z.string() });
const approvalBody = z.looseObject({
  tool_name: z.string().min(1).max(200),
  tool_description: z.string().max(100_000),
  input_schema: z.record(z.string(), z.unknown()).nullish(),
  approval_policy: z.string().nullish(),
});
const toolsQuery = z.object({ environment: z.string().max(50).optional() });

export function mcpServerRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    route('GET /v1/convai/mcp-servers', { permission: 'tools:read' }, async ({ scope }) => ({
      mcp_servers: (await listMcpServers(scope)).map(mcpServerToWire),
    })),

    route('POST /v1/convai/mcp-servers', { permission: 'tools:write', body: createBody }, async ({ scope, body }) =>
      mcpServerToWire(await createMcpServer(scope, mcpConfigFromWire(body.config))),
    ),

    route('GET /v1/convai/mcp-servers/{mcp_server_id}', { permission: 'tools:read' }, async ({ scope, params }) =>
      mcpServerToWire(await getMcpServer(scope, { serverId: params.mcp_server_id })),
    ),

    route('PATCH /v1/convai/mcp-servers/{mcp_server_id}', { permission: 'tools:write' }, async ({ scope, params, body }) =>
      mcpServerToWire(await updateMcpServer(scope, { serverId: params.mcp_server_id, changes: mcpConfigFromWire(body).config })),
    ),

    route('DELETE /v1/convai/mcp-servers/{mcp_server_id}', { permission: 'tools:write' }, async ({ scope, params }) => {
      await deleteMcpServer(scope, { serverId: params.mcp_server_id });
      return null;
    }),

    route('PATCH /v1/convai/mcp-servers/{mcp_server_id}/approval-policy', { permission: 'tools:write', body: policyBody }, async ({ scope, params, body }) =>
      mcpServerToWire(await updateMcpServer(scope, { serverId: params.mcp_server_id, changes: { approvalPolicy: body.approval_policy } })),
    ),

    route('POST /v1/convai/mcp-servers/{mcp_server_id}/tool-approvals', { permission: 'tools:write', body: approvalBody }, async ({ scope, params, body }) =>
      mcpServerToWire(
        await approveTool(scope, {
          serverId: params.mcp_server_id,
          toolName: body.tool_name,
          description: body.tool_description,
          inputSchema: body.input_schema ?? {},
          approvalPolicy: body.approval_policy ?? 'requires_approval',
        }),
      ),
    ),

    route('DELETE /v1/convai/mcp-servers/{mcp_server_id}/tool-approvals/{tool_name}', { permission: 'tools:write' }, async ({ scope, params }) =>
      mcpServerToWire(await withdrawApproval(scope, { serverId: params.mcp_server_id, toolName: params.tool_name })),
    ),

    route('POST /v1/convai/mcp-servers/{mcp_server_id}/tool-configs', { permission: 'tools:write' }, async ({ scope, params, body }) =>
      mcpServerToWire(await addToolOverride(scope, { serverId: params.mcp_server_id, override: overrideFromWire(body) })),
    ),

    route('GET /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}', { permission: 'tools:read' }, async ({ scope, params }) => {
      const { config } = await getMcpServer(scope, { serverId: params.mcp_server_id });
      return overrideToWire(overrideOf(config, params.tool_name));
    }),

    route('PATCH /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}', { permission: 'tools:write' }, async ({ scope, params, body }) =>
      mcpServerToWire(await updateToolOverride(scope, { serverId: params.mcp_server_id, toolName: params.tool_name, changes: overrideFromWire(body) })),
    ),

    route('DELETE /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}', { permission: 'tools:write' }, async ({ scope, params }) =>
      mcpServerToWire(await dropToolOverride(scope, { serverId: params.mcp_server_id, toolName: params.tool_name })),
    ),

    route('GET /v1/convai/mcp-servers/{mcp_server_id}/tools', { permission: 'tools:write', query: toolsQuery }, async ({ scope, params, query }) => {
      const listed = await listMcpTools(scope, { ...services, serverId: params.mcp_server_id, environment: query.environment });
      if (!listed.isReached) return { success: false, tools: [], error_message: listed.message };
      return {
        success: true,
        tools: listed.tools.map(({ tool }) => tool),
        tool_approval_statuses: listed.tools.map(approvalStatusToWire),
        error_message: null,
      };
    }),
  ];
}
