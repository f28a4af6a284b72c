import { z } from 'zod';
import { approvalPolicySchema, toolApprovalPolicySchema } from '../../contracts/mcp-server-config';
import { createMcpServer } from '../../domain/mcp-servers/create-mcp-server';
import { deleteMcpServer } from '../../domain/mcp-servers/delete-mcp-server';
import { getMcpServer, listMcpServers } from '../../domain/mcp-servers/get-mcp-server';
import { listMcpTools } from '../../domain/mcp-servers/list-mcp-tools';
import {
  addToolOverride,
  approveTool,
  dropToolOverride,
  updateMcpServer,
  updateToolOverride,
  withdrawApproval,
} from '../../domain/mcp-servers/update-mcp-server';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const serverId = z.string().min(1).max(100);
const toolName = z.string().min(1).max(200);
/** The use case checks it against the contract. */
const document = z.record(z.string(), z.unknown());

export const mcpServersRouter = t.router({
  list: workspaceProcedure('tools:read').query(({ ctx }) => listMcpServers(ctx.scope)),
  get: workspaceProcedure('tools:read')
    .input(z.object({ serverId }))
    .query(({ ctx, input }) => getMcpServer(ctx.scope, input)),
  create: workspaceProcedure('tools:write')
    .input(z.object({ config: document }))
    .mutation(({ ctx, input }) => createMcpServer(ctx.scope, input)),
  update: workspaceProcedure('tools:write')
    .input(z.object({ serverId, changes: document }))
    .mutation(({ ctx, input }) => updateMcpServer(ctx.scope, input)),
  setApprovalPolicy: workspaceProcedure('tools:write')
    .input(z.object({ serverId, approvalPolicy: approvalPolicySchema }))
    .mutation(({ ctx, input }) => updateMcpServer(ctx.scope, { serverId: input.serverId, changes: { approvalPolicy: input.approvalPolicy } })),
  delete: workspaceProcedure('tools:write')
    .input(z.object({ serverId }))
    .mutation(({ ctx, input }) => deleteMcpServer(ctx.scope, input)),
  /** Connects and asks: what the server offers right now, and what of it is approved. */
  tools: workspaceProcedure('tools:write')
    .input(z.object({ serverId, environment: z.string().max(50).optional() }))
    .query(({ ctx, input }) => listMcpTools(ctx.scope, { ...input, ...ctx.services })),
  approveTool: workspaceProcedure('tools:write')
    .input(z.object({ serverId, toolName, description: z.string().max(100_000), inputSchema: document, approvalPolicy: toolApprovalPolicySchema }))
    .mutation(({ ctx, input }) => approveTool(ctx.scope, input)),
  withdrawApproval: workspaceProcedure('tools:write')
    .input(z.object({ serverId, toolName }))
    .mutation(({ ctx, input }) => withdrawApproval(ctx.scope, input)),
  addToolOverride: workspaceProcedure('tools:write')
    .input(z.object({ serverId, override: document }))
    .mutation(({ ctx, input }) => addToolOverride(ctx.scope, input)),
  updateToolOverride: workspaceProcedure('tools:write')
    .input(z.object({ serverId, toolName, changes: document }))
    .mutation(({ ctx, input }) => updateToolOverride(ctx.scope, input)),
  dropToolOverride: workspaceProcedure('tools:write')
    .input(z.object({ serverId, toolName }))
    .mutation(({ ctx, input }) => dropToolOverride(ctx.scope, input)),
});
