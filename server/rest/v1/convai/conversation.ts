import { z } from 'zod';
import { getAgent } from '../../../domain/agents/get-agent';
import { prepareConversation } from '../../../domain/conversations/prepare-conversation';
import { inviteParticipant } from '../../../domain/conversations/invite-participant';
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

const tokenQuery = z.object({
  agent_id: z.string().max(100),
  version_id: z.string().max(100).optional(),
  branch_id: z.string().max(100).optional(),
  environment: z.string().max(100).optional(),
  source: z.string().max(40).optional(),
  version: z.string().max(50).optional(),
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

    openRoute(
      'GET /v1/convai/conversation/token',
      { query: tokenQuery, note: 'With a LiveKit server (`docs/webrtc.md`); without one it answers 412.' },
      async ({ query, context }) => {
        const { webCalls, secret } = deps.services;
        if (webCalls === undefined)
          throw new AppError(
            'not_configured',
            'WebRTC is not set up on this server: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET. Or connect by WebSocket: /v1/convai/conversation, or with a signed URL.',
          );
        const [origin, key, ip] = [context.req.header('origin'), context.req.header('xi-api-key'), context.get('ip')];
        const { agent_id: agentId, version_id: versionId, branch_id: branchId } = query;
        const invited = await inviteParticipant(deps.db, { agentId, versionId, branchId, key, origin, ip, secret });
        const { source, version, environment } = query;
        const token = await webCalls.open({ ...invited, origin, ip, source: source ?? 'unknown', sourceVersion: version, environment });
        return { token, conversation_id: invited.conversationId };
      },
    ),
  ];
}
