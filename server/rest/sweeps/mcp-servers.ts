import { sweep } from './sweep';

export const mcpServers = sweep({
  samples: {
    'GET /v1/convai/mcp-servers/{mcp_server_id}': ({ mcpServerId }) => ({ path: `/v1/convai/mcp-servers/${mcpServerId}` }),
    'PATCH /v1/convai/mcp-servers/{mcp_server_id}': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}`,
      body: { approval_policy: 'auto_approve_all' },
    }),
    'DELETE /v1/convai/mcp-servers/{mcp_server_id}': ({ mcpServerId }) => ({ path: `/v1/convai/mcp-servers/${mcpServerId}` }),
    'PATCH /v1/convai/mcp-servers/{mcp_server_id}/approval-policy': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/approval-policy`,
      body: { approval_policy: 'auto_approve_all' },
    }),
    'POST /v1/convai/mcp-servers/{mcp_server_id}/tool-approvals': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-approvals`,
      body: { tool_name: 'taken', tool_description: 'x' },
    }),
    'DELETE /v1/convai/mcp-servers/{mcp_server_id}/tool-approvals/{tool_name}': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-approvals/look_up`,
    }),
    'POST /v1/convai/mcp-servers/{mcp_server_id}/tool-configs': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-configs`,
      body: { tool_name: 'taken' },
    }),
    'GET /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-configs/look_up`,
    }),
    'PATCH /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-configs/look_up`,
      body: { pre_tool_speech: 'force' },
    }),
    'DELETE /v1/convai/mcp-servers/{mcp_server_id}/tool-configs/{tool_name}': ({ mcpServerId }) => ({
      path: `/v1/convai/mcp-servers/${mcpServerId}/tool-configs/look_up`,
    }),
    'GET /v1/convai/mcp-servers/{mcp_server_id}/tools': ({ mcpServerId }) => ({ path: `/v1/convai/mcp-servers/${mcpServerId}/tools` }),
  },
  others: ['GET /v1/convai/mcp-servers', 'POST /v1/convai/mcp-servers'],
  lists: [{ path: '/v1/convai/mcp-servers', own: ({ mcpServerId }) => mcpServerId }],
});
