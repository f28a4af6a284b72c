import { sweep } from './sweep';

export const agents = sweep({
  samples: {
    'GET /v1/convai/agents/{agent_id}': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}` }),
    'PATCH /v1/convai/agents/{agent_id}': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}`, body: { name: 'taken' } }),
    'DELETE /v1/convai/agents/{agent_id}': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}` }),
    'POST /v1/convai/agents/{agent_id}/duplicate': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/duplicate`, body: {} }),
    'GET /v1/convai/agents/{agent_id}/link': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/link` }),
  },
  others: ['GET /v1/convai/agents', 'GET /v1/convai/agents/summaries', 'POST /v1/convai/agents/create', 'GET /v1/convai/agents/{agent_id}/widget'],
  lists: [{ path: '/v1/convai/agents', own: ({ agentId }) => agentId }],
});
