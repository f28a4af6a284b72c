import { sweep } from './sweep';

export const webhooks = sweep({
  samples: {
    'PATCH /v1/workspace/webhooks/{webhook_id}': ({ webhookId }) => ({
      path: `/v1/workspace/webhooks/${webhookId}`,
      body: { name: 'taken', is_disabled: true },
    }),
    'DELETE /v1/workspace/webhooks/{webhook_id}': ({ webhookId }) => ({ path: `/v1/workspace/webhooks/${webhookId}` }),
  },
  others: ['GET /v1/workspace/webhooks', 'POST /v1/workspace/webhooks'],
  lists: [{ path: '/v1/workspace/webhooks', own: ({ webhookId }) => webhookId }],
});
