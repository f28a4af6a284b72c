import { z } from 'zod';
import { createBranch } from '../../../domain/branches/create-branch';
import { deploy, listDeployments } from '../../../domain/branches/deploy';
import { deleteDraft, saveDraft } from '../../../domain/branches/drafts';
import { getVersion } from '../../../domain/branches/get-version';
import { getBranch, listBranches } from '../../../domain/branches/list-branches';
import { mergeBranch, previewMerge } from '../../../domain/branches/merge-branch';
import { previewRebase, rebaseBranch } from '../../../domain/branches/rebase-branch';
import { updateBranch } from '../../../domain/branches/update-branch';
import { documentFromWire } from '../../mappers/agent';
import { branchDetailToWire, branchSummaryToWire, deploymentToWire, mergePreviewToWire, versionToWire } from '../../mappers/branch';
import { type Route, route } from '../../route';
import { flag, wholeNumber } from '../../wire/query';

const id = z.string().max(100);
const section = z.record(z.string(), z.unknown());

const listQuery = z.object({ include_archived: flag.optional(), limit: wholeNumber.min(1).max(100).optional() });
const createBody = z.looseObject({
  parent_version_id: id,
  name: z.string(),
  description: z.string(),
  conversation_config: section.nullish(),
  platform_settings: section.nullish(),
  workflow: section.nullish(),
  include_draft: z.boolean().nullish(),
});
const updateBody = z.looseObject({
  name: z.string().nullish(),
  is_archived: z.boolean().nullish(),
  protection_status: z.enum(['writer_perms_required', 'admin_perms_required']).nullish(),
  auto_rebase: z.boolean().nullish(),
});
const mergeQuery = z.object({ target_branch_id: id });
const mergePreviewQuery = z.object({ target_branch_id: id, force: flag.optional() });
const mergeBody = z.looseObject({ archive_source_branch: z.boolean().nullish(), force: z.boolean().nullish() });
const deploymentsQuery = z.object({ page: wholeNumber.min(1).max(1_000_000).optional(), page_size: wholeNumber.min(1).max(100).optional() });
const deployBody = z.looseObject({
  deployment_request: z.looseObject({
    requests: z.array(z.looseObject({ branch_id: id, deployment_strategy: z.looseObject({ traffic_percentage: z.number() }) })).max(100),
  }),
});
const draftQuery = z.object({ branch_id: id.optional() });
const draftBody = z.looseObject({
  conversation_config: section,
  platform_settings: section,
  workflow: section,
  name: z.string(),
  tags: z.array(z.string().max(100)).max(50).nullish(),
});

export function branchRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/agents/{agent_id}/branches', { permission: 'agents:read', query: listQuery }, async ({ scope, params, query }) => {
      const { items, total } = await listBranches(scope, { agentId: params.agent_id, includeArchived: query.include_archived, limit: query.limit });
      return { meta: { total, page: 1, page_size: query.limit ?? items.length }, results: items.map(branchSummaryToWire) };
    }),

    route('POST /v1/convai/agents/{agent_id}/branches', { permission: 'agents:write', body: createBody }, async ({ scope, params, body }) => {
      const { branchId, versionId } = await createBranch(scope, {
        agentId: params.agent_id,
        parentVersionId: body.parent_version_id,
        name: body.name,
        description: body.description,
        changes: documentFromWire(body),
        includeDraft: body.include_draft ?? false,
      });
      return { created_branch_id: branchId, created_version_id: versionId };
    }),

    route('GET /v1/convai/agents/{agent_id}/branches/{branch_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      branchDetailToWire(await getBranch(scope, { agentId: params.agent_id, branchId: params.branch_id })),
    ),

    route('PATCH /v1/convai/agents/{agent_id}/branches/{branch_id}', { permission: 'agents:write', body: updateBody }, async ({ scope, params, body }) =>
      branchDetailToWire(
        await updateBranch(scope, {
          agentId: params.agent_id,
          branchId: params.branch_id,
          name: body.name ?? undefined,
          isArchived: body.is_archived ?? undefined,
          protection: body.protection_status ?? undefined,
          autoRebase: body.auto_rebase ?? undefined,
        }),
      ),
    ),

    route('POST /v1/convai/agents/{agent_id}/branches/{branch_id}/rebase', { permission: 'agents:write' }, async ({ scope, params }) => {
      await rebaseBranch(scope, { agentId: params.agent_id, branchId: params.branch_id });
      return {};
    }),

    route('GET /v1/convai/agents/{agent_id}/branches/{branch_id}/rebase-preview', { permission: 'agents:read' }, async ({ scope, params }) =>
      mergePreviewToWire(await previewRebase(scope, { agentId: params.agent_id, branchId: params.branch_id })),
    ),

    route(
      'POST /v1/convai/agents/{agent_id}/branches/{source_branch_id}/merge',
      { permission: 'agents:write', query: mergeQuery, body: mergeBody },
      async ({ scope, params, query, body }) => {
        await mergeBranch(scope, {
          agentId: params.agent_id,
          sourceBranchId: params.source_branch_id,
          targetBranchId: query.target_branch_id,
          archiveSource: body.archive_source_branch ?? true,
          force: body.force ?? false,
        });
        return {};
      },
    ),

    route(
      'GET /v1/convai/agents/{agent_id}/branches/{source_branch_id}/merge-preview',
      { permission: 'agents:read', query: mergePreviewQuery },
      async ({ scope, params, query }) =>
        mergePreviewToWire(
          await previewMerge(scope, {
            agentId: params.agent_id,
            sourceBranchId: params.source_branch_id,
            targetBranchId: query.target_branch_id,
            force: query.force,
          }),
        ),
    ),

    route('GET /v1/convai/agents/{agent_id}/versions/{version_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      versionToWire(await getVersion(scope, { agentId: params.agent_id, versionId: params.version_id })),
    ),

    route('GET /v1/convai/agents/{agent_id}/deployments', { permission: 'agents:read', query: deploymentsQuery }, async ({ scope, params, query }) => {
      const { items, total, page, pageSize } = await listDeployments(scope, { agentId: params.agent_id, page: query.page, pageSize: query.page_size });
      return { meta: { total, page, page_size: pageSize }, results: items.map(deploymentToWire) };
    }),

    route('POST /v1/convai/agents/{agent_id}/deployments', { permission: 'agents:write', body: deployBody }, async ({ scope, params, body }) => {
      const shares = body.deployment_request.requests.map((request) => ({
        branchId: request.branch_id,
        percentage: request.deployment_strategy.traffic_percentage,
      }));
      return { traffic_percentage_branch_id_map: await deploy(scope, { agentId: params.agent_id, shares }) };
    }),

    route(
      'POST /v1/convai/agents/{agent_id}/drafts',
      { permission: 'agents:write', query: draftQuery, body: draftBody },
      async ({ scope, params, query, body }) => {
        await saveDraft(scope, {
          agentId: params.agent_id,
          branchId: query.branch_id,
          name: body.name,
          tags: body.tags ?? undefined,
          config: documentFromWire(body),
        });
        return {};
      },
    ),

    route('DELETE /v1/convai/agents/{agent_id}/drafts', { permission: 'agents:write', query: draftQuery }, async ({ scope, params, query }) => {
      await deleteDraft(scope, { agentId: params.agent_id, branchId: query.branch_id });
      return {};
    }),
  ];
}
