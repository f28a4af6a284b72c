import { z } from 'zod';
import { scopeForAgent, verifyConversationSignature } from '../../../auth/scope';
import { archiveAgent } from '../../../domain/agents/archive-agent';
import { createAgent } from '../../../domain/agents/create-agent';
import { deleteAgent } from '../../../domain/agents/delete-agent';
import { duplicateAgent } from '../../../domain/agents/duplicate-agent';
import { getAgent } from '../../../domain/agents/get-agent';
import { getPublicAgent } from '../../../domain/agents/get-public-agent';
import { listAgents } from '../../../domain/agents/list-agents';
import { updateAgent } from '../../../domain/agents/update-agent';
import { prepareConversation } from '../../../domain/conversations/prepare-conversation';
import { AppError } from '../../../lib/app-error';
import { openRoute, type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';
import { agentSummaryToWire, agentToWire, documentFromWire, unixSecs, widgetToWire } from '../../mappers/agent';
import { flag, manyOf, pageQuery } from '../../wire/query';

const section = z.record(z.string(), z.unknown());
const tags = z.array(z.string().max(100)).max(50);

const createBody = z.looseObject({
  name: z.string().max(200).nullish(),
  conversation_config: section,
  platform_settings: section.nullish(),
  workflow: section.nullish(),
  tags: tags.nullish(),
});

const updateBody = z.looseObject({
  name: z.string().max(200).nullish(),
  conversation_config: section.nullish(),
  platform_settings: section.nullish(),
  workflow: section.nullish(),
  tags: tags.nullish(),
  version_description: z.string().max(500).nullish(),
  procedures: z.record(z.string(), z.looseObject({ version_id: z.string().max(100) }).nullable()).nullish(),
});

const listQuery = z.object({
  ...pageQuery,
  search: z.string().max(200).optional(),
  archived: flag.optional(),
  show_only_owned_agents: flag.optional(),
  created_by_user_id: z.string().max(100).optional(),
  tags: manyOf(z.string().max(100)).optional(),
  sort_by: z.enum(['name', 'created_at', 'updated_at', 'call_count_7d']).catch('created_at').optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});

const sortColumns = { name: 'name', created_at: 'createdAt', updated_at: 'updatedAt', call_count_7d: 'createdAt' } as const;
const id = z.string().max(100);
const versionQuery = z.object({ version_id: id.optional(), branch_id: id.optional() });
// Every agent has versions here, so switching them on is taken note of and changes nothing.
const updateQuery = z.object({ branch_id: id.optional(), enable_versioning_if_not_enabled: flag.optional() });
const summariesQuery = z.object({ agent_ids: manyOf(id) });
const widgetQuery = z.object({ conversation_signature: z.string().max(4000).optional() });
const duplicateBody = z.looseObject({ name: z.string().max(200).nullish() });

export function agentRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/convai/agents', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listAgents(scope, {
        search: query.search,
        archived: query.archived ?? false,
        tags: query.tags,
        createdBy: query.show_only_owned_agents === true ? scope.actor.id : query.created_by_user_id,
        sortBy: sortColumns[query.sort_by ?? 'created_at'],
        direction: query.sort_direction,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { agents: page.items.map(agentSummaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/agents/create', { permission: 'agents:write', body: createBody }, async ({ scope, body }) => {
      const agent = await createAgent(scope, { name: body.name ?? undefined, tags: body.tags ?? undefined, config: documentFromWire(body) });
      return { agent_id: agent.id };
    }),

    route('GET /v1/convai/agents/summaries', { permission: 'agents:read', query: summariesQuery }, async ({ scope, query }) => {
      const ids = query.agent_ids.slice(0, 100);
      const { items } = await listAgents(scope, { ids, archived: null, pageSize: 100 });
      const found = new Map(items.map((agent) => [agent.id, agentSummaryToWire(agent)]));
      const answerFor = (agentId: string) => {
        const data = found.get(agentId);
        if (data !== undefined) return { status: 'success', data };
        return { status: 'failure', error_code: 404, error_status: 'agent_not_found', error_message: `Agent ${agentId} was not found.` };
      };
      return Object.fromEntries(ids.map((agentId) => [agentId, answerFor(agentId)]));
    }),

    route('GET /v1/convai/agents/{agent_id}', { permission: 'agents:read', query: versionQuery }, async ({ scope, params, query }) =>
      agentToWire(await getAgent(scope, { agentId: params.agent_id, versionId: query.version_id, branchId: query.branch_id })),
    ),

    route(
      'PATCH /v1/convai/agents/{agent_id}',
      { permission: 'agents:write', query: updateQuery, body: updateBody },
      async ({ scope, params, query, body }) => {
        const agentId = params.agent_id;
        const agent = await updateAgent(scope, {
          agentId,
          branchId: query.branch_id,
          name: body.name ?? undefined,
          tags: body.tags ?? undefined,
          changes: documentFromWire(body),
          description: body.version_description ?? undefined,
          procedures: pinsOf(body.procedures ?? undefined),
        });
        // The public API archives through the document; here it is a state of the agent.
        const archived = body.platform_settings?.['archived'];
        if (typeof archived !== 'boolean' || archived === agent.isArchived) return agentToWire(agent);
        await archiveAgent(scope, { agentId, archived });
        return agentToWire({ ...agent, isArchived: archived });
      },
    ),

    route('DELETE /v1/convai/agents/{agent_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteAgent(scope, { agentId: params.agent_id });
      return null;
    }),

    route('POST /v1/convai/agents/{agent_id}/duplicate', { permission: 'agents:write', body: duplicateBody }, async ({ scope, params, body }) => {
      const agent = await duplicateAgent(scope, { agentId: params.agent_id, name: body.name ?? undefined });
      return { agent_id: agent.id };
    }),

    route('GET /v1/convai/agents/{agent_id}/link', { permission: 'agents:read' }, async ({ scope, params }) => {
      const agentId = params.agent_id;
      const agent = await getAgent(scope, { agentId });
      if (!agent.version.config.platformSettings.auth.enableAuth) return { agent_id: agentId, token: null };
      const prepared = await prepareConversation(scope, { agentId, purpose: 'shareable-link', secret: deps.services.secret });
      return {
        agent_id: agentId,
        token: {
          agent_id: agentId,
          conversation_token: prepared.signature,
          expiration_time_unix_secs: unixSecs(prepared.expiresAt),
          purpose: 'shareable_link',
        },
      };
    }),

    // Called by the widget from any page, without a key.
    openRoute('GET /v1/convai/agents/{agent_id}/widget', { query: widgetQuery }, async ({ params, query, context }) => {
      const agentId = params.agent_id;
      const agent = await getPublicAgent(await scopeForAgent(deps.db, agentId, { ip: context.get('ip') }), agentId);
      if (agent.version.config.platformSettings.auth.enableAuth) {
        const signature = query.conversation_signature;
        if (signature === undefined) throw new AppError('unauthenticated', 'This agent needs authorization: use a signed URL.');
        if (verifyConversationSignature(deps.services.secret, signature).agentId !== agentId)
          throw new AppError('unauthenticated', 'The signature is for another agent.');
      }
      return widgetToWire(agent);
    }),
  ];
}

function pinsOf(procedures: z.infer<typeof updateBody>['procedures'] | undefined) {
  if (procedures === null || procedures === undefined) return undefined;
  return Object.fromEntries(Object.entries(procedures).map(([procedureId, pin]) => [procedureId, pin === null ? null : { versionId: pin.version_id }]));
}
