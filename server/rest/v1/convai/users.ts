import { z } from 'zod';
import { countLive } from '../../../domain/conversations/count-live';
import { listUsers, type UserView } from '../../../domain/conversations/list-users';
import { unixSecs } from '../../mappers/agent';
import { type Route, route } from '../../route';
import { manyOf, pageQuery, wholeNumber } from '../../wire/query';

const id = z.string().max(100);
const usersQuery = z.object({
  ...pageQuery,
  agent_id: id.optional(),
  branch_id: id.optional(),
  call_start_before_unix: wholeNumber.optional(),
  call_start_after_unix: wholeNumber.optional(),
  search: z.string().max(200).optional(),
  sort_by: z.enum(['last_contact_unix_secs', 'conversation_count', 'average_sentiment_score']).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});
const liveQuery = z.object({ agent_id: id.optional(), agent_ids: manyOf(id).optional() });

/** Whom agents talk to, and how many conversations run now. */
export function conversationUserRoutes(): readonly Route[] {
  return [
    route(
      'GET /v1/convai/users',
      { permission: 'conversations:read', query: usersQuery, note: 'Nothing judges sentiment: none is counted.' },
      async ({ scope, query }) => {
        const page = await listUsers(scope, {
          filter: {
            agentId: query.agent_id,
            branchIds: query.branch_id === undefined ? undefined : [query.branch_id],
            startedBeforeUnix: query.call_start_before_unix,
            startedAfterUnix: query.call_start_after_unix,
          },
          search: query.search,
          // With no sentiment to go by, whoever was there last comes first.
          sortBy: query.sort_by === 'average_sentiment_score' ? undefined : query.sort_by,
          direction: query.sort_direction,
          cursor: query.cursor,
          pageSize: query.page_size,
        });
        return { users: page.items.map(userToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
      },
    ),

    route('GET /v1/convai/analytics/live-count', { permission: 'conversations:read', query: liveQuery }, async ({ scope, query }) => {
      const asked = [...(query.agent_id === undefined ? [] : [query.agent_id]), ...(query.agent_ids ?? [])];
      return { count: await countLive(scope, { agentIds: asked.length === 0 ? undefined : asked }) };
    }),
  ];
}

function userToWire(user: UserView) {
  return {
    user_id: user.userId,
    first_contact_unix_secs: unixSecs(user.firstContactAt),
    last_contact_unix_secs: unixSecs(user.lastContactAt),
    conversation_count: user.conversationCount,
    last_contact_agent_id: user.lastConversation.agentId,
    last_contact_agent_name: user.lastConversation.agentName,
    last_contact_conversation_id: user.lastConversation.id,
    sentiment: noSentiment,
  };
}

const noSentiment = {
  ...{ scored_conversation_count: 0, positive_count: 0, neutral_count: 0, negative_count: 0 },
  ...{ recent_scored_conversation_count: 0, recent_positive_count: 0, recent_neutral_count: 0, recent_negative_count: 0 },
};
