import { z } from 'zod';
import { getAgent } from '../../../domain/agents/get-agent';
import { prepareConversation } from '../../../domain/conversations/prepare-conversation';
import { AppError } from '../../../lib/app-error';
import { requestOrigin } from '../../request-origin';
import { openRoute, type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';
import { flag } from '../../wire/query';

const signedUrlQuery = z.object({
  agent_id: z.string().max(100),
  include_conversation_id: flag.optional(),
  version_id: z.string().max(100).optional(),
  branch_id: z.string().max(100).optional(),
});

export function conversationRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route(
      'GET /v1/convai/conversation/get-signed-url',
      { query: signedUrlQuery, aliases: ['/v1/convai/conversation/get_signed_url'] },
      async ({ scope, query, context }) => {
        await getAgent(scope, { agentId: query.agent_id, versionId: query.version_id, branchId: query.branch_id });
        const { signature, conversationId } = await prepareConversation(scope, {
          agentId: query.agent_id,
          versionId: query.version_id,
          branchId: query.branch_id,
          bindConversation: query.include_conversation_id,
          secret: deps.services.secret,
        });
        const url = new URL('/v1/convai/conversation', requestOrigin(context, deps.services.publicUrl).replace(/^http/u, 'ws'));
        url.searchParams.set('agent_id', query.agent_id);
        url.searchParams.set('conversation_signature', signature);
        if (conversationId !== undefined) url.searchParams.set('conversation_id', conversationId);
        return { signed_url: url.href };
      },
    ),

    openRoute('GET /v1/convai/conversation/token', { note: 'Answers that WebRTC is not set up.' }, async () => {
      throw new AppError('not_configured', 'WebRTC is not set up on this server. Connect by WebSocket: /v1/convai/conversation, or with a signed URL.');
    }),
  ];
}
