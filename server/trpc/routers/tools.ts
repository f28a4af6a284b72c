import { z } from 'zod';
import { createTool } from '../../domain/tools/create-tool';
import { deleteTool } from '../../domain/tools/delete-tool';
import { getTool } from '../../domain/tools/get-tool';
import { listExecutions } from '../../domain/tools/list-executions';
import { listToolAgents } from '../../domain/tools/list-tool-agents';
import { listTools } from '../../domain/tools/list-tools';
import { testTool } from '../../domain/tools/test-tool';
import { updateTool } from '../../domain/tools/update-tool';
import { dynamicVariablesSchema } from '../../contracts/agent-config';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const toolId = z.string().min(1).max(100);
/** The use case checks it against the contract. */
const document = z.record(z.string(), z.unknown());
const page = { cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() };

export const toolsRouter = t.router({
  list: workspaceProcedure('tools:read')
    .input(
      z.object({
        search: z.string().max(200).optional(),
        types: z.array(z.string().max(50)).max(10).optional(),
        usedByAgentId: z.string().max(100).optional(),
        sortBy: z.enum(['name', 'createdAt']).optional(),
        order: z.enum(['asc', 'desc']).optional(),
        ...page,
      }),
    )
    .query(({ ctx, input: { order, cursor, ...input } }) => listTools(ctx.scope, { ...input, direction: order, cursor: cursor ?? undefined })),
  get: workspaceProcedure('tools:read')
    .input(z.object({ toolId }))
    .query(({ ctx, input }) => getTool(ctx.scope, input)),
  create: workspaceProcedure('tools:write')
    .input(z.object({ config: document, responseMocks: z.array(document).max(50).optional() }))
    .mutation(({ ctx, input }) => createTool(ctx.scope, input)),
  update: workspaceProcedure('tools:write')
    .input(z.object({ toolId, config: document.optional(), responseMocks: z.array(document).max(50).optional() }))
    .mutation(({ ctx, input }) => updateTool(ctx.scope, input)),
  delete: workspaceProcedure('tools:write')
    .input(z.object({ toolId, force: z.boolean().optional() }))
    .mutation(({ ctx, input }) => deleteTool(ctx.scope, input)),
  agents: workspaceProcedure('tools:read')
    .input(z.object({ toolId, ...page }))
    .query(({ ctx, input: { cursor, ...input } }) => listToolAgents(ctx.scope, { ...input, cursor: cursor ?? undefined })),
  executions: workspaceProcedure('tools:read')
    .input(z.object({ toolId, isError: z.boolean().optional(), agentId: z.string().max(100).optional(), ...page }))
    .query(({ ctx, input: { cursor, ...input } }) => listExecutions(ctx.scope, { ...input, cursor: cursor ?? undefined })),
  /** Calls a webhook for real, with arguments as a model would give them; or answers with a mock of the tool. */
  test: workspaceProcedure('tools:write')
    .input(
      z.object({
        toolId,
        parameters: document.default({}),
        variables: dynamicVariablesSchema.default({}),
        environment: z.string().max(50).optional(),
        useMocks: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input }) => testTool(ctx.scope, { ...input, ...ctx.services })),
});
