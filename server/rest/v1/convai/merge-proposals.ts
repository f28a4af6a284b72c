import { z } from 'zod';
import { commentOnProposal, editProposal, mergeProposal, proposeMerge, reviewProposal } from '../../../domain/merge-proposals/change-proposal';
import { getProposal } from '../../../domain/merge-proposals/find-proposal';
import { listProposals } from '../../../domain/merge-proposals/list-proposals';
import { proposalToWire } from '../../mappers/branch';
import { type Route, route } from '../../route';
import { pageQuery } from '../../wire/query';

const id = z.string().max(100);
const reviewers = z.array(id).max(50);

const listQuery = z.object({
  ...pageQuery,
  status: z.enum(['open', 'merged', 'closed']).optional(),
  source_branch_id: id.optional(),
  target_branch_id: id.optional(),
  search: z.string().max(200).optional(),
});
const proposeBody = z.looseObject({
  source_branch_id: id,
  target_branch_id: id,
  title: z.string(),
  description: z.string().nullish(),
  requested_reviewer_user_ids: reviewers.nullish(),
});
const editBody = z.looseObject({
  title: z.string().nullish(),
  description: z.string().nullish(),
  requested_reviewer_user_ids: reviewers.nullish(),
  close: z.boolean().nullish(),
});
const commentBody = z.looseObject({ body: z.string() });
const reviewBody = z.looseObject({ state: z.enum(['approved', 'changes_requested']), comment: z.string().nullish() });
const mergeBody = z.looseObject({ archive_source_branch: z.boolean().nullish(), force: z.boolean().nullish() });

export function mergeProposalRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/agents/{agent_id}/merge-proposals', { permission: 'agents:read', query: listQuery }, async ({ scope, params, query }) => {
      const page = await listProposals(scope, {
        agentId: params.agent_id,
        status: query.status,
        sourceBranchId: query.source_branch_id,
        targetBranchId: query.target_branch_id,
        search: query.search,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { results: page.items.map(proposalToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/agents/{agent_id}/merge-proposals', { permission: 'agents:write', body: proposeBody }, async ({ scope, params, body }) => ({
      created_merge_proposal_id: await proposeMerge(scope, {
        agentId: params.agent_id,
        sourceBranchId: body.source_branch_id,
        targetBranchId: body.target_branch_id,
        title: body.title,
        description: body.description ?? undefined,
        requestedReviewers: body.requested_reviewer_user_ids ?? undefined,
      }),
    })),

    route('GET /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      proposalToWire(await getProposal(scope, proposalOf(params))),
    ),

    route(
      'PATCH /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}',
      { permission: 'agents:write', body: editBody },
      async ({ scope, params, body }) =>
        proposalToWire(
          await editProposal(scope, {
            ...proposalOf(params),
            title: body.title ?? undefined,
            description: body.description ?? undefined,
            requestedReviewers: body.requested_reviewer_user_ids ?? undefined,
            close: body.close ?? undefined,
          }),
        ),
    ),

    route(
      'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/comments',
      { permission: 'agents:write', body: commentBody },
      async ({ scope, params, body }) => proposalToWire(await commentOnProposal(scope, { ...proposalOf(params), body: body.body })),
    ),

    route(
      'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/reviews',
      { permission: 'agents:write', body: reviewBody },
      async ({ scope, params, body }) =>
        proposalToWire(await reviewProposal(scope, { ...proposalOf(params), state: body.state, comment: body.comment ?? undefined })),
    ),

    route(
      'POST /v1/convai/agents/{agent_id}/merge-proposals/{merge_proposal_id}/merge',
      { permission: 'agents:write', body: mergeBody },
      async ({ scope, params, body }) =>
        proposalToWire(await mergeProposal(scope, { ...proposalOf(params), archiveSource: body.archive_source_branch ?? true, force: body.force ?? false })),
    ),
  ];
}

function proposalOf(params: { readonly agent_id: string; readonly merge_proposal_id: string }) {
  return { agentId: params.agent_id, proposalId: params.merge_proposal_id };
}
