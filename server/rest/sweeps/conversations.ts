import { assignTags, createTag } from '../../domain/conversation-tags/conversation-tags';
import { fileTicket } from '../../domain/triage-tickets/change-ticket';
import { newId } from '../../lib/new-id';
import type { FullWorkspace } from '../../testing/two-workspaces';
import { sweep } from './sweep';

const at = (conversationId: string, rest = '') => ({ path: `/v1/convai/conversations/${conversationId}${rest}` });
const tag = (tagId: string, body?: unknown) => ({ path: `/v1/convai/tags/${tagId}`, body });
const ticket = (ticketId: string, rest = '', body?: unknown) => ({ path: `/v1/convai/triage-tickets/${ticketId}${rest}`, body });

export const conversations = sweep({
  make,
  samples: {
    'GET /v1/convai/conversations/{conversation_id}': ({ conversationId }) => at(conversationId),
    'DELETE /v1/convai/conversations/{conversation_id}': ({ conversationId }) => at(conversationId),
    'GET /v1/convai/conversations/{conversation_id}/audio': ({ conversationId }) => at(conversationId, '/audio?format=wav'),
    'GET /v1/convai/conversations/{conversation_id}/summary': ({ conversationId }) => at(conversationId, '/summary'),
    'GET /v1/convai/conversations/{conversation_id}/sip-messages': ({ conversationId }) => at(conversationId, '/sip-messages'),
    'GET /v1/convai/conversations/resolve': ({ agentId, conversationId }) => ({
      path: `/v1/convai/conversations/resolve?agent_id=${agentId}&reference=${conversationId}`,
    }),
    'GET /v1/convai/conversation/get-signed-url': ({ agentId }) => ({ path: `/v1/convai/conversation/get-signed-url?agent_id=${agentId}` }),
    'POST /v1/convai/conversations/{conversation_id}/tags': ({ conversationId, tagId }) => ({ ...at(conversationId, '/tags'), body: { tag_ids: [tagId] } }),
    'DELETE /v1/convai/conversations/{conversation_id}/tags/{tag_id}': ({ conversationId, tagId }) => at(conversationId, `/tags/${tagId}`),
    'GET /v1/convai/tags/{tag_id}': ({ tagId }) => tag(tagId),
    'PATCH /v1/convai/tags/{tag_id}': ({ tagId }) => tag(tagId, { title: 'taken' }),
    'DELETE /v1/convai/tags/{tag_id}': ({ tagId }) => tag(tagId),
    'GET /v1/convai/agents/{agent_id}/topics': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/topics` }),
    'GET /v1/convai/agents/{agent_id}/triage-tickets': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/triage-tickets` }),
    'POST /v1/convai/agents/{agent_id}/triage-tickets': ({ agentId }) => ({
      path: `/v1/convai/agents/${agentId}/triage-tickets`,
      body: { qa_comment: 'taken' },
    }),
    'GET /v1/convai/agents/{agent_id}/triage-tickets/assignable-users': ({ agentId }) => ({
      path: `/v1/convai/agents/${agentId}/triage-tickets/assignable-users`,
    }),
    'POST /v1/convai/triage-tickets': ({ conversationId }) => ({ path: '/v1/convai/triage-tickets', body: { conversation_id: conversationId } }),
    'GET /v1/convai/triage-tickets/{agentqa_ticket_id}': ({ ticketId }) => ticket(ticketId),
    'PATCH /v1/convai/triage-tickets/{agentqa_ticket_id}': ({ ticketId }) => ticket(ticketId, '', { title: 'taken' }),
    'DELETE /v1/convai/triage-tickets/{agentqa_ticket_id}': ({ ticketId }) => ticket(ticketId),
    'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/comments': ({ ticketId }) => ticket(ticketId, '/comments', { comment: 'taken' }),
    'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/turn-comments': ({ ticketId }) =>
      ticket(ticketId, '/turn-comments', { turn_index: 0, comment: 'taken' }),
    'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/merge': ({ ticketId }) => ticket(ticketId, '/merge', { source_ticket_ids: ['agtqa_none'] }),
  },
  others: [
    'GET /v1/convai/conversations',
    'GET /v1/convai/conversations/messages/text-search',
    'GET /v1/convai/conversations/messages/smart-search',
    'POST /v1/convai/conversations/{conversation_id}/feedback',
    'POST /v1/convai/conversations/{conversation_id}/files',
    'DELETE /v1/convai/conversations/{conversation_id}/files/{file_id}',
    'GET /v1/convai/conversation/token',
    'GET /v1/convai/tags',
    'POST /v1/convai/tags',
    'GET /v1/convai/users',
    'GET /v1/convai/analytics/live-count',
    'GET /v1/convai/triage-tickets',
  ],
  lists: [
    { path: '/v1/convai/conversations', own: ({ conversationId }) => conversationId },
    { path: '/v1/convai/conversations/messages/text-search?text_query=hedgehog', own: ({ liveId }) => liveId },
    { path: '/v1/convai/tags', own: ({ tagId }) => tagId },
    { path: '/v1/convai/users', own: ({ liveId }) => `person-${liveId}` },
    { path: '/v1/convai/triage-tickets', own: ({ ticketId }) => ticketId },
  ],
});

/** A tag on a conversation, a ticket about it, and a conversation that runs. */
async function make({ scope, id: workspaceId, agentId, versionId, conversationId }: FullWorkspace) {
  const { id: tagId } = await createTag(scope, { title: 'own' });
  await assignTags(scope, { conversationId, tagIds: [tagId] });
  const { id: ticketId } = await fileTicket(scope, { conversationId, description: 'own' });
  const liveId = newId('conversation');
  await scope.db.conversation.create({
    data: {
      id: liveId,
      workspaceId,
      agentId,
      agentVersionId: versionId,
      status: 'in-progress',
      authorizationMethod: 'public',
      language: 'en',
      userId: `person-${liveId}`,
      transcript: [{ role: 'user', timeInCallSecs: 0, message: 'A hedgehog.' }],
      searchText: 'A hedgehog.',
    },
  });
  return { tagId, ticketId, liveId };
}
