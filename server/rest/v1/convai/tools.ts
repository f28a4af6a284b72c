import { z } from 'zod';
import { createTool } from '../../../domain/tools/create-tool';
import { deleteTool } from '../../../domain/tools/delete-tool';
import { getTool } from '../../../domain/tools/get-tool';
import { listExecutions } from '../../../domain/tools/list-executions';
import { listToolAgents } from '../../../domain/tools/list-tool-agents';
import { listTools } from '../../../domain/tools/list-tools';
import { updateTool } from '../../../domain/tools/update-tool';
import { dependentToWire } from '../../mappers/dependents';
import { executionToWire, mocksFromWire, toolConfigFromWire, toolToWire } from '../../mappers/tool';
import { type Route, route } from '../../route';
import { flag, manyOf, pageQuery, wholeNumber } from '../../wire/query';

const listQuery = z.object({
  ...pageQuery,
  search: z.string().max(200).optional(),
  show_only_owned_documents: flag.optional(),
  created_by_user_id: z.string().max(100).optional(),
  types: manyOf(z.string().max(50)).optional(),
  used_by_agent_id: z.string().max(100).optional(),
  sort_by: z.enum(['name', 'created_at']).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});

const executionsQuery = z.object({
  ...pageQuery,
  is_error: flag.optional(),
  agent_id: z.string().max(100).optional(),
  branch_id: z.string().max(100).optional(),
  start_time: wholeNumber.optional(),
  end_time: wholeNumber.optional(),
});

const toolBody = z.looseObject({ tool_config: z.looseObject({}), response_mocks: z.array(z.unknown()).nullish() });

export function toolRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/tools', { permission: 'tools:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listTools(scope, {
        search: query.search,
        types: query.types,
        createdBy: query.show_only_owned_documents === true ? scope.actor.id : query.created_by_user_id,
        usedByAgentId: query.used_by_agent_id,
        sortBy: query.sort_by === 'name' ? 'name' : 'createdAt',
        direction: query.sort_direction,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { tools: page.items.map(toolToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/tools', { permission: 'tools:write', body: toolBody }, async ({ scope, body }) =>
      toolToWire(await createTool(scope, { config: toolConfigFromWire(body.tool_config), responseMocks: mocksFromWire(body.response_mocks ?? []) })),
    ),

    route('GET /v1/convai/tools/{tool_id}', { permission: 'tools:read' }, async ({ scope, params }) =>
      toolToWire(await getTool(scope, { toolId: params.tool_id })),
    ),

    route('PATCH /v1/convai/tools/{tool_id}', { permission: 'tools:write', body: toolBody }, async ({ scope, params, body }) =>
      toolToWire(
        await updateTool(scope, {
          toolId: params.tool_id,
          config: toolConfigFromWire(body.tool_config),
          responseMocks: body.response_mocks === undefined ? undefined : mocksFromWire(body.response_mocks ?? []),
        }),
      ),
    ),

    route('DELETE /v1/convai/tools/{tool_id}', { permission: 'tools:write', query: z.object({ force: flag.optional() }) }, async ({ scope, params, query }) => {
      await deleteTool(scope, { toolId: params.tool_id, force: query.force });
      return null;
    }),

    route('GET /v1/convai/tools/{tool_id}/dependent-agents', { permission: 'tools:read', query: z.object(pageQuery) }, async ({ scope, params, query }) => {
      const { agents, branches } = await listToolAgents(scope, { toolId: params.tool_id, cursor: query.cursor, pageSize: query.page_size });
      return {
        agents: agents.items.map((agent) => ({ ...dependentToWire(agent), referenced_resource_ids: [params.tool_id] })),
        branches: branches.map((branch) => ({
          agent_id: branch.agentId,
          agent_name: branch.agentName,
          branch_id: branch.branchId,
          branch_name: branch.branchName,
          is_main: branch.isMain,
        })),
        next_cursor: agents.nextCursor,
        has_more: agents.nextCursor !== null,
      };
    }),

    route('GET /v1/convai/tools/{tool_id}/executions', { permission: 'tools:read', query: executionsQuery }, async ({ scope, params, query }) => {
      const page = await listExecutions(scope, {
        toolId: params.tool_id,
        isError: query.is_error,
        agentId: query.agent_id,
        startedAfter: dateOf(query.start_time),
        startedBefore: dateOf(query.end_time),
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { executions: page.items.map(executionToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),
  ];
}

function dateOf(unixSecs: number | undefined): Date | undefined {
  // The last second that a date can hold; beyond it nothing was ever recorded.
  return unixSecs === undefined ? undefined : new Date(Math.min(Math.max(unixSecs, 0), 253_402_300_799) * 1000);
}
