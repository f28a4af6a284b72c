import { sweep } from './sweep';

const llm = { type: 'llm', name: 'taken' };
const simulation = { simulation_specification: { simulated_user_config: { first_message: 'Hello', prompt: { prompt: 'Hello.' } } }, new_turns_limit: 1 };

export const tests = sweep({
  samples: {
    'GET /v1/convai/agent-testing/{test_id}': ({ testId }) => ({ path: `/v1/convai/agent-testing/${testId}` }),
    'PUT /v1/convai/agent-testing/{test_id}': ({ testId }) => ({ path: `/v1/convai/agent-testing/${testId}`, body: llm }),
    'DELETE /v1/convai/agent-testing/{test_id}': ({ testId }) => ({ path: `/v1/convai/agent-testing/${testId}` }),
    'POST /v1/convai/agent-testing/bulk-move': ({ testId }) => ({ path: '/v1/convai/agent-testing/bulk-move', body: { entity_ids: [testId] } }),
    'GET /v1/convai/agent-testing/folders/{folder_id}': ({ testFolderId }) => ({ path: `/v1/convai/agent-testing/folders/${testFolderId}` }),
    'PATCH /v1/convai/agent-testing/folders/{folder_id}': ({ testFolderId }) => ({
      path: `/v1/convai/agent-testing/folders/${testFolderId}`,
      body: { name: 'taken' },
    }),
    'DELETE /v1/convai/agent-testing/folders/{folder_id}': ({ testFolderId }) => ({ path: `/v1/convai/agent-testing/folders/${testFolderId}` }),
    'POST /v1/convai/agents/{agent_id}/run-tests': ({ agentId, testId }) => ({
      path: `/v1/convai/agents/${agentId}/run-tests`,
      body: { tests: [{ test_id: testId }] },
    }),
    'GET /v1/convai/test-invocations/{test_invocation_id}': ({ invocationId }) => ({ path: `/v1/convai/test-invocations/${invocationId}` }),
    'POST /v1/convai/test-invocations/{test_invocation_id}/cancel': ({ invocationId }) => ({ path: `/v1/convai/test-invocations/${invocationId}/cancel` }),
    'POST /v1/convai/test-invocations/{test_invocation_id}/resubmit': ({ invocationId, testRunId, agentId }) => ({
      path: `/v1/convai/test-invocations/${invocationId}/resubmit`,
      body: { test_run_ids: [testRunId], agent_id: agentId },
    }),
    'POST /v1/convai/agents/{agent_id}/simulate-conversation': ({ agentId }) => ({
      path: `/v1/convai/agents/${agentId}/simulate-conversation`,
      body: simulation,
    }),
    'POST /v1/convai/agents/{agent_id}/simulate-conversation/stream': ({ agentId }) => ({
      path: `/v1/convai/agents/${agentId}/simulate-conversation/stream`,
      body: simulation,
    }),
  },
  others: [
    'GET /v1/convai/agent-testing',
    'POST /v1/convai/agent-testing/create',
    'POST /v1/convai/agent-testing/summaries',
    'POST /v1/convai/agent-testing/folders',
    'GET /v1/convai/test-invocations',
  ],
  lists: [
    { path: '/v1/convai/agent-testing', own: ({ testId }) => testId },
    { path: '/v1/convai/test-invocations', own: ({ invocationId }) => invocationId },
  ],
});
