import { z } from 'zod';
import { adviseTurnTaking } from '../../domain/agents/advise-turn-taking';
import { archiveAgent } from '../../domain/agents/archive-agent';
import { createAgent } from '../../domain/agents/create-agent';
import { deleteAgent } from '../../domain/agents/delete-agent';
import { duplicateAgent } from '../../domain/agents/duplicate-agent';
import { getAgent } from '../../domain/agents/get-agent';
import { introduceAgent } from '../../domain/agents/introduce-agent';
import { listAgents } from '../../domain/agents/list-agents';
import { listVersions } from '../../domain/agents/list-versions';
import { restoreVersion } from '../../domain/agents/restore-version';
import { templateConfig, templateNames } from '../../domain/agents/templates';
import { updateAgent } from '../../domain/agents/update-agent';
import { t } from '../init';
import { publicProcedure, workspaceProcedure } from '../procedures';

const agentId = z.string().min(1).max(100);
/** Any part of an agent document; the use case checks it against the contract. */
const document = z.record(z.string(), z.unknown());
const page = { cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() };

export const agentsRouter = t.router({
  list: workspaceProcedure('agents:read')
    .input(
      z.object({
        search: z.string().max(200).optional(),
        archived: z.boolean().nullish(),
        tags: z.array(z.string()).max(50).optional(),
        sortBy: z.enum(['createdAt', 'updatedAt', 'name']).optional(),
        // Not `direction`: the client's infinite queries put a word of their own under that name.
        order: z.enum(['asc', 'desc']).optional(),
        ...page,
      }),
    )
    .query(({ ctx, input: { order, ...input } }) =>
      listAgents(ctx.scope, { ...input, direction: order, archived: input.archived ?? false, cursor: input.cursor ?? undefined }),
    ),
  /** What the latest calls say of how it takes turns. */
  turnAdvice: workspaceProcedure('agents:read')
    .input(z.object({ agentId, branchId: z.string().max(100).optional() }))
    .query(({ ctx, input }) => adviseTurnTaking(ctx.scope, input)),
  get: workspaceProcedure('agents:read')
    .input(z.object({ agentId, versionNumber: z.number().int().min(1).optional(), branchId: agentId.optional() }))
    .query(({ ctx, input }) => getAgent(ctx.scope, input)),
  /** What the public talk page says before a conversation begins. */
  introduce: publicProcedure
    .input(z.object({ agentId, token: z.string().max(4000).optional() }))
    .query(({ ctx, input }) => introduceAgent(ctx.db, { ...input, userId: ctx.session?.userId, ip: ctx.ip, secret: ctx.services.secret })),
  create: workspaceProcedure('agents:write')
    .input(
      z.object({
        name: z.string().max(200).optional(),
        config: document.optional(),
        template: z.enum(templateNames).optional(),
        tags: z.array(z.string().max(100)).max(50).optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      createAgent(ctx.scope, { name: input.name, tags: input.tags, config: input.config ?? templateConfig(input.template ?? 'blank') }),
    ),
  update: workspaceProcedure('agents:write')
    .input(
      z.object({
        agentId,
        branchId: agentId.optional(),
        name: z.string().max(200).optional(),
        tags: z.array(z.string().max(100)).max(50).optional(),
        changes: document.optional(),
        baseVersion: z.number().int().min(1).optional(),
        description: z.string().max(500).optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateAgent(ctx.scope, { ...input, checksWorkflow: true })),
  duplicate: workspaceProcedure('agents:write')
    .input(z.object({ agentId, name: z.string().max(200).optional() }))
    .mutation(({ ctx, input }) => duplicateAgent(ctx.scope, input)),
  archive: workspaceProcedure('agents:write')
    .input(z.object({ agentId, archived: z.boolean().default(true) }))
    .mutation(({ ctx, input }) => archiveAgent(ctx.scope, input)),
  delete: workspaceProcedure('agents:write')
    .input(z.object({ agentId }))
    .mutation(({ ctx, input }) => deleteAgent(ctx.scope, input)),
  versions: workspaceProcedure('agents:read')
    .input(z.object({ agentId, branchId: agentId.optional(), ...page }))
    .query(({ ctx, input }) => listVersions(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  restore: workspaceProcedure('agents:write')
    .input(z.object({ agentId, branchId: agentId.optional(), versionNumber: z.number().int().min(1) }))
    .mutation(({ ctx, input }) => restoreVersion(ctx.scope, input)),
});
