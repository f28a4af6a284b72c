import { Hono } from 'hono';
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
import type { RestRoutes, RestVariables, RouteDeps } from '../../routes';
import { withKey, withoutKey } from '../../auth';
import { agentSummaryToWire, agentToWire, documentFromWire, unixSecs, widgetToWire } from '../../mappers/agent';
import { readBody, readQuery } from '../../read-body';
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

export function agentRoutes(deps: RouteDeps): RestRoutes {
  const routes: RestRoutes = new Hono<RestVariables>();
  const key = withKey(deps);

  routes.get('/', key, async (context) => {
    const query = readQuery(context, listQuery);
    const scope = context.get('scope');
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
    return context.json({ agents: page.items.map(agentSummaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null });
  });

  routes.post('/create', key, async (context) => {
    const body = await readBody(context, createBody);
    const agent = await createAgent(context.get('scope'), { name: body.name ?? undefined, tags: body.tags ?? undefined, config: documentFromWire(body) });
    return context.json({ agent_id: agent.id });
  });

  routes.get('/:agentId', key, async (context) => {
    const { version_id: versionId } = readQuery(context, z.object({ version_id: z.string().max(100).optional() }));
    return context.json(agentToWire(await getAgent(context.get('scope'), { agentId: context.req.param('agentId'), versionId })));
  });

  routes.patch('/:agentId', key, async (context) => {
    const body = await readBody(context, updateBody);
    const agentId = context.req.param('agentId');
    const scope = context.get('scope');
    const agent = await updateAgent(scope, {
      agentId,
      name: body.name ?? undefined,
      tags: body.tags ?? undefined,
      changes: documentFromWire(body),
      description: body.version_description ?? undefined,
    });
    // The public API archives through the document; here it is a state of the agent.
    const archived = body.platform_settings?.['archived'];
    if (typeof archived === 'boolean' && archived !== agent.isArchived) {
      await archiveAgent(scope, { agentId, archived });
      return context.json(agentToWire({ ...agent, isArchived: archived }));
    }
    return context.json(agentToWire(agent));
  });

  routes.delete('/:agentId', key, async (context) => {
    await deleteAgent(context.get('scope'), { agentId: context.req.param('agentId') });
    return context.json(null);
  });

  routes.post('/:agentId/duplicate', key, async (context) => {
    const { name } = await readBody(context, z.looseObject({ name: z.string().max(200).nullish() }));
    const agent = await duplicateAgent(context.get('scope'), { agentId: context.req.param('agentId'), name: name ?? undefined });
    return context.json({ agent_id: agent.id });
  });

  routes.get('/:agentId/link', key, async (context) => {
    const agentId = context.req.param('agentId');
    const scope = context.get('scope');
    const agent = await getAgent(scope, { agentId });
    if (!agent.version.config.platformSettings.auth.enableAuth) return context.json({ agent_id: agentId, token: null });
    const prepared = await prepareConversation(scope, { agentId, purpose: 'shareable-link', secret: deps.services.secret });
    return context.json({
      agent_id: agentId,
      token: {
        agent_id: agentId,
        conversation_token: prepared.signature,
        expiration_time_unix_secs: unixSecs(prepared.expiresAt),
        purpose: 'shareable_link',
      },
    });
  });

  // Called by the widget from any page, without a key.
  routes.get('/:agentId/widget', withoutKey(deps), async (context) => {
    const agentId = context.req.param('agentId');
    const { conversation_signature: signature } = readQuery(context, z.object({ conversation_signature: z.string().max(4000).optional() }));
    const agent = await getPublicAgent(await scopeForAgent(deps.db, agentId, { ip: context.get('ip') }), agentId);
    if (agent.version.config.platformSettings.auth.enableAuth) {
      if (signature === undefined) throw new AppError('unauthenticated', 'This agent needs authorization: use a signed URL.');
      if (verifyConversationSignature(deps.services.secret, signature).agentId !== agentId)
        throw new AppError('unauthenticated', 'The signature is for another agent.');
    }
    return context.json(widgetToWire(agent));
  });

  return routes;
}
