import { sweep } from './sweep';

const toolBody = { tool_config: { type: 'client', name: 'taken', description: 'x', expects_response: false } };

export const tools = sweep({
  samples: {
    'GET /v1/convai/tools/{tool_id}': ({ toolId }) => ({ path: `/v1/convai/tools/${toolId}` }),
    'PATCH /v1/convai/tools/{tool_id}': ({ toolId }) => ({ path: `/v1/convai/tools/${toolId}`, body: toolBody }),
    'DELETE /v1/convai/tools/{tool_id}': ({ toolId }) => ({ path: `/v1/convai/tools/${toolId}?force=true` }),
    'GET /v1/convai/tools/{tool_id}/dependent-agents': ({ toolId }) => ({ path: `/v1/convai/tools/${toolId}/dependent-agents` }),
    'GET /v1/convai/tools/{tool_id}/executions': ({ toolId }) => ({ path: `/v1/convai/tools/${toolId}/executions` }),
    'GET /v1/convai/secrets/{secret_id}': ({ secretId }) => ({ path: `/v1/convai/secrets/${secretId}` }),
    'PATCH /v1/convai/secrets/{secret_id}': ({ secretId }) => ({
      path: `/v1/convai/secrets/${secretId}`,
      body: { type: 'update', name: 'taken', value: 'taken' },
    }),
    'DELETE /v1/convai/secrets/{secret_id}': ({ secretId }) => ({ path: `/v1/convai/secrets/${secretId}` }),
    'GET /v1/convai/secrets/{secret_id}/dependencies/{resource_type}': ({ secretId }) => ({ path: `/v1/convai/secrets/${secretId}/dependencies/tools` }),
    'GET /v1/convai/environment-variables/{env_var_id}': ({ variableId }) => ({ path: `/v1/convai/environment-variables/${variableId}` }),
    'PATCH /v1/convai/environment-variables/{env_var_id}': ({ variableId }) => ({
      path: `/v1/convai/environment-variables/${variableId}`,
      body: { values: { production: 'taken' } },
    }),
    'PATCH /v1/workspace/auth-connections/{auth_connection_id}': ({ connectionId }) => ({
      path: `/v1/workspace/auth-connections/${connectionId}`,
      body: { auth_type: 'bearer_auth', token: 'taken' },
    }),
    'DELETE /v1/workspace/auth-connections/{auth_connection_id}': ({ connectionId }) => ({ path: `/v1/workspace/auth-connections/${connectionId}` }),
  },
  others: [
    'GET /v1/convai/tools',
    'POST /v1/convai/tools',
    'GET /v1/convai/secrets',
    'POST /v1/convai/secrets',
    'GET /v1/convai/environment-variables',
    'POST /v1/convai/environment-variables',
    'GET /v1/workspace/auth-connections',
    'POST /v1/workspace/auth-connections',
  ],
  lists: [
    { path: '/v1/convai/tools', own: ({ toolId }) => toolId },
    { path: '/v1/convai/secrets', own: ({ secretId }) => secretId },
    { path: '/v1/convai/environment-variables', own: ({ variableId }) => variableId },
    { path: '/v1/workspace/auth-connections', own: ({ connectionId }) => connectionId },
  ],
});
