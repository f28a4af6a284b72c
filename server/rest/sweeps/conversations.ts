import { sweep } from './sweep';

export const conversations = sweep({
  samples: {
    'GET /v1/convai/conversations/{conversation_id}': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}` }),
    'DELETE /v1/convai/conversations/{conversation_id}': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}` }),
    'GET /v1/convai/conversations/{conversation_id}/audio': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}/audio?format=wav` }),
    'GET /v1/convai/conversation/get-signed-url': ({ agentId }) => ({ path: `/v1/convai/conversation/get-signed-url?agent_id=${agentId}` }),
  },
  others: [
    'POST /v1/convai/conversations/{conversation_id}/files',
    'DELETE /v1/convai/conversations/{conversation_id}/files/{file_id}',
    'GET /v1/convai/conversations',
    'POST /v1/convai/conversations/{conversation_id}/feedback',
    'GET /v1/convai/conversation/token',
  ],
  lists: [{ path: '/v1/convai/conversations', own: ({ conversationId }) => conversationId }],
});
