import { createGroup } from '../../domain/groups/groups';
import { createServiceAccount, createServiceAccountKey } from '../../domain/service-accounts/service-accounts';
import { sweep } from './sweep';

export const workspace = sweep({
  async make({ scope }) {
    const group = await createGroup(scope, { name: `Team of ${scope.workspaceId}` });
    const serviceAccountId = await createServiceAccount(scope, { name: 'Deploy' });
    const { id: serviceKeyId } = await createServiceAccountKey(scope, { serviceAccountId, name: 'CI', permissions: ['convai_read'] });
    return { groupId: group.id, serviceAccountId, serviceKeyId };
  },
  samples: {
    'POST /v1/workspace/groups/{group_id}/members': ({ groupId }) => ({
      path: `/v1/workspace/groups/${groupId}/members`,
      body: { email: 'nobody@example.com' },
    }),
    'POST /v1/workspace/groups/{group_id}/members/remove': ({ groupId }) => ({
      path: `/v1/workspace/groups/${groupId}/members/remove`,
      body: { email: 'nobody@example.com' },
    }),
    'GET /v1/workspace/resources/{resource_id}': ({ agentId }) => ({ path: `/v1/workspace/resources/${agentId}?resource_type=convai_agents` }),
    'POST /v1/workspace/resources/{resource_id}/share': ({ agentId, groupId }) => ({
      path: `/v1/workspace/resources/${agentId}/share`,
      body: { resource_type: 'convai_agents', role: 'viewer', group_id: groupId },
    }),
    'POST /v1/workspace/resources/{resource_id}/unshare': ({ agentId, groupId }) => ({
      path: `/v1/workspace/resources/${agentId}/unshare`,
      body: { resource_type: 'convai_agents', group_id: groupId },
    }),
    'GET /v1/service-accounts/{service_account_user_id}/api-keys': ({ serviceAccountId }) => ({ path: `/v1/service-accounts/${serviceAccountId}/api-keys` }),
    'POST /v1/service-accounts/{service_account_user_id}/api-keys': ({ serviceAccountId }) => ({
      path: `/v1/service-accounts/${serviceAccountId}/api-keys`,
      body: { name: 'intruder', permissions: 'all' },
    }),
    'PATCH /v1/service-accounts/{service_account_user_id}/api-keys/{api_key_id}': ({ serviceAccountId, serviceKeyId }) => ({
      path: `/v1/service-accounts/${serviceAccountId}/api-keys/${serviceKeyId}`,
      body: { is_enabled: false },
    }),
    'DELETE /v1/service-accounts/{service_account_user_id}/api-keys/{api_key_id}': ({ serviceAccountId, serviceKeyId }) => ({
      path: `/v1/service-accounts/${serviceAccountId}/api-keys/${serviceKeyId}`,
    }),
    'POST /v1/convai/agent/{agent_id}/llm-usage/calculate': ({ agentId }) => ({ path: `/v1/convai/agent/${agentId}/llm-usage/calculate`, body: {} }),
    'DELETE /v1/convai/agents/{agent_id}/hold-audio': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/hold-audio` }),
  },
  others: [
    'POST /v1/convai/llm-usage/calculate',
    'GET /v1/convai/settings',
    'PATCH /v1/convai/settings',
    'GET /v1/convai/settings/dashboard',
    'PATCH /v1/convai/settings/dashboard',
    'GET /v1/service-accounts',
    'POST /v1/service-accounts',
    'GET /v1/workspace/audit-logs',
    'GET /v1/workspace/groups',
    'GET /v1/workspace/groups/search',
    'GET /v1/workspace/members',
    'POST /v1/workspace/members',
    'POST /v1/workspace/invites/add',
    'POST /v1/workspace/invites/add-bulk',
    'DELETE /v1/workspace/invites',
    // Multipart: asked for with another workspace's agent in `workspace-routes.integration.test.ts`.
    'POST /v1/convai/agents/{agent_id}/avatar',
    'POST /v1/convai/agents/{agent_id}/hold-audio',
  ],
  lists: [
    { path: '/v1/workspace/groups', own: ({ groupId }) => groupId },
    { path: '/v1/service-accounts', own: ({ serviceAccountId }) => serviceAccountId },
    { path: '/v1/workspace/members', own: ({ ownerId }) => ownerId },
    { path: '/v1/workspace/audit-logs', own: ({ agentId }) => agentId },
  ],
});
