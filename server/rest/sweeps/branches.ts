import { sweep } from './sweep';

const draft = { conversation_config: {}, platform_settings: {}, workflow: { nodes: {}, edges: {} }, name: 'taken' };

export const branches = sweep({
  samples: {
    'GET /v1/convai/agents/{agent_id}/branches': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/branches` }),
    'POST /v1/convai/agents/{agent_id}/branches': ({ agentId, versionId }) => ({
      path: `/v1/convai/agents/${agentId}/branches`,
      body: { parent_version_id: versionId, name: 'Other', description: '' },
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{branch_id}': ({ agentId, branchId }) => ({ path: `/v1/convai/agents/${agentId}/branches/${branchId}` }),
    'PATCH /v1/convai/agents/{agent_id}/branches/{branch_id}': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}`,
      body: { name: 'taken' },
    }),
    'POST /v1/convai/agents/{agent_id}/branches/{branch_id}/rebase': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/rebase`,
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/rebase-preview': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/rebase-preview`,
    }),
    'POST /v1/convai/agents/{agent_id}/branches/{source_branch_id}/merge': ({ agentId, branchId, mainBranchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/merge?target_branch_id=${mainBranchId}`,
      body: {},
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{source_branch_id}/merge-preview': ({ agentId, branchId, mainBranchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/merge-preview?target_branch_id=${mainBranchId}`,
    }),
    'GET /v1/convai/agents/{agent_id}/versions/{version_id}': ({ agentId, versionId }) => ({ path: `/v1/convai/agents/${agentId}/versions/${versionId}` }),
    'GET /v1/convai/agents/{agent_id}/deployments': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/deployments` }),
    'POST /v1/convai/agents/{agent_id}/deployments': ({ agentId, mainBranchId }) => ({
      path: `/v1/convai/agents/${agentId}/deployments`,
      body: { deployment_request: { requests: [{ branch_id: mainBranchId, deployment_strategy: { type: 'percentage', traffic_percentage: 100 } }] } },
    }),
    'POST /v1/convai/agents/{agent_id}/drafts': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/drafts?branch_id=${branchId}`,
      body: draft,
    }),
    'DELETE /v1/convai/agents/{agent_id}/drafts': ({ agentId, branchId }) => ({ path: `/v1/convai/agents/${agentId}/drafts?branch_id=${branchId}` }),
    'GET /v1/convai/agents/{agent_id}/merge-proposals': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/merge-proposals` }),
    'POST /v1/convai/agents/{agent_id}/merge-proposals': ({ agentId, branchId, mainBranchId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals`,
      body: { source_branch_id: branchId, target_branch_id: mainBranchId, title: 'taken' },
    }),
    'GET /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}': ({ agentId, proposalId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals/${proposalId}`,
    }),
    'PATCH /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}': ({ agentId, proposalId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals/${proposalId}`,
      body: { title: 'taken' },
    }),
    'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/comments': ({ agentId, proposalId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals/${proposalId}/comments`,
      body: { body: 'hello' },
    }),
    'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/reviews': ({ agentId, proposalId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals/${proposalId}/reviews`,
      body: { state: 'approved' },
    }),
    'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/merge': ({ agentId, proposalId }) => ({
      path: `/v1/convai/agents/${agentId}/merge-proposals/${proposalId}/merge`,
      body: {},
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures`,
    }),
    'POST /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures`,
      body: { name: 'taken' },
    }),
    'POST /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/compile': ({ agentId, branchId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/compile`,
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}': ({ agentId, branchId, procedureId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/${procedureId}`,
    }),
    'DELETE /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}': ({ agentId, branchId, procedureId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/${procedureId}`,
    }),
    'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft': ({ agentId, branchId, procedureId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/${procedureId}/draft`,
    }),
    'PATCH /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft': ({ agentId, branchId, procedureId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/${procedureId}/draft`,
      body: { name: 'taken', content: 'taken', type: 'free_form' },
    }),
    'DELETE /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft': ({ agentId, branchId, procedureId }) => ({
      path: `/v1/convai/agents/${agentId}/branches/${branchId}/procedures/${procedureId}/draft`,
    }),
  },
  others: [],
});
