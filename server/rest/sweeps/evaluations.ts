import { sweep } from './sweep';

export const evaluations = sweep({
  samples: {
    'POST /v1/convai/conversations/{conversation_id}/analysis/run': ({ conversationId }) => ({
      path: `/v1/convai/conversations/${conversationId}/analysis/run`,
    }),
    'POST /v1/convai/conversations/{conversation_id}/analysis/evaluations/run': ({ conversationId }) => ({
      path: `/v1/convai/conversations/${conversationId}/analysis/evaluations/run`,
      body: { evaluation_id: 'polite' },
    }),
  },
  others: [],
});
