import { z } from 'zod';
import { procedureTypes } from '../../contracts/agent-config';
import { createBranch } from '../../domain/branches/create-branch';
import { deploy, listDeployments } from '../../domain/branches/deploy';
import { deleteDraft, getDraft, publishDraft, saveDraft } from '../../domain/branches/drafts';
import { getBranch, listBranches } from '../../domain/branches/list-branches';
import { mergeBranch, previewMerge } from '../../domain/branches/merge-branch';
import { previewRebase, rebaseBranch } from '../../domain/branches/rebase-branch';
import { updateBranch } from '../../domain/branches/update-branch';
import { commentOnProposal, editProposal, mergeProposal, proposeMerge, reviewProposal } from '../../domain/merge-proposals/change-proposal';
import { getProposal } from '../../domain/merge-proposals/find-proposal';
import { listProposals } from '../../domain/merge-proposals/list-proposals';
import {
  createProcedure,
  deleteProcedureDraft,
  getProcedureDraft,
  listProcedures,
  removeProcedure,
  writeProcedureDraft,
} from '../../domain/procedures/procedures';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);
const agent = { agentId: id };
const branch = { ...agent, branchId: id };
const procedure = { ...branch, procedureId: id };
const proposal = { ...agent, proposalId: id };
const reviewers = z.array(id).max(50);
/** Any part of an agent document; the use case checks it against the contract. */
const document = z.record(z.string(), z.unknown());
const name = z.string().max(200);
const choices = { force: z.boolean().optional(), resolutions: z.record(z.string().max(500), z.enum(['source', 'target'])).optional() };
const merge = z.object({ ...agent, sourceBranchId: id, targetBranchId: id, ...choices });

export const branchesRouter = t.router({
  list: workspaceProcedure('agents:read')
    .input(z.object({ ...agent, includeArchived: z.boolean().optional() }))
    .query(({ ctx, input }) => listBranches(ctx.scope, input)),
  get: workspaceProcedure('agents:read')
    .input(z.object(branch))
    .query(({ ctx, input }) => getBranch(ctx.scope, input)),
  create: workspaceProcedure('agents:write')
    .input(
      z.object({
        ...agent,
        parentVersionId: id,
        name,
        description: z.string().max(5000).default(''),
        changes: document.optional(),
        includeDraft: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => createBranch(ctx.scope, input)),
  update: workspaceProcedure('agents:write')
    .input(
      z.object({
        ...branch,
        name: name.optional(),
        description: z.string().max(5000).optional(),
        isArchived: z.boolean().optional(),
        protection: z.enum(['writer_perms_required', 'admin_perms_required']).optional(),
        autoRebase: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateBranch(ctx.scope, input)),
  previewMerge: workspaceProcedure('agents:read')
    .input(merge)
    .query(({ ctx, input }) => previewMerge(ctx.scope, input)),
  merge: workspaceProcedure('agents:write')
    .input(merge.extend({ archiveSource: z.boolean().optional() }))
    .mutation(({ ctx, input }) => mergeBranch(ctx.scope, input)),
  previewRebase: workspaceProcedure('agents:read')
    .input(z.object({ ...branch, ...choices }))
    .query(({ ctx, input }) => previewRebase(ctx.scope, input)),
  rebase: workspaceProcedure('agents:write')
    .input(z.object({ ...branch, ...choices }))
    .mutation(({ ctx, input }) => rebaseBranch(ctx.scope, input)),

  deployments: workspaceProcedure('agents:read')
    .input(z.object({ ...agent, page: z.number().int().min(1).optional() }))
    .query(({ ctx, input }) => listDeployments(ctx.scope, input)),
  deploy: workspaceProcedure('agents:write')
    .input(z.object({ ...agent, shares: z.array(z.object({ branchId: id, percentage: z.number().min(0).max(100) })).max(100) }))
    .mutation(({ ctx, input }) => deploy(ctx.scope, input)),

  draft: workspaceProcedure('agents:read')
    .input(z.object({ ...agent, branchId: id.optional() }))
    .query(({ ctx, input }) => getDraft(ctx.scope, input)),
  saveDraft: workspaceProcedure('agents:write')
    .input(
      z.object({
        ...agent,
        branchId: id.optional(),
        name,
        tags: z.array(z.string().max(100)).max(50).optional(),
        config: document,
        baseVersion: z.number().int().min(1).optional(),
      }),
    )
    .mutation(({ ctx, input }) => saveDraft(ctx.scope, input)),
  deleteDraft: workspaceProcedure('agents:write')
    .input(z.object({ ...agent, branchId: id.optional() }))
    .mutation(({ ctx, input }) => deleteDraft(ctx.scope, input)),
  publishDraft: workspaceProcedure('agents:write')
    .input(z.object({ ...agent, branchId: id.optional(), description: z.string().max(500).optional() }))
    .mutation(({ ctx, input }) => publishDraft(ctx.scope, input)),

  proposals: workspaceProcedure('agents:read')
    .input(z.object({ ...agent, status: z.enum(['open', 'merged', 'closed']).optional(), cursor: z.string().max(500).nullish() }))
    .query(({ ctx, input }) => listProposals(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  proposal: workspaceProcedure('agents:read')
    .input(z.object(proposal))
    .query(({ ctx, input }) => getProposal(ctx.scope, input)),
  propose: workspaceProcedure('agents:write')
    .input(
      z.object({
        ...agent,
        sourceBranchId: id,
        targetBranchId: id,
        title: name,
        description: z.string().max(10_000).optional(),
        requestedReviewers: reviewers.optional(),
      }),
    )
    .mutation(({ ctx, input }) => proposeMerge(ctx.scope, input)),
  editProposal: workspaceProcedure('agents:write')
    .input(
      z.object({
        ...proposal,
        title: name.optional(),
        description: z.string().max(10_000).optional(),
        requestedReviewers: reviewers.optional(),
        close: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => editProposal(ctx.scope, input)),
  commentOnProposal: workspaceProcedure('agents:write')
    .input(z.object({ ...proposal, body: z.string().max(10_000) }))
    .mutation(({ ctx, input }) => commentOnProposal(ctx.scope, input)),
  reviewProposal: workspaceProcedure('agents:write')
    .input(z.object({ ...proposal, state: z.enum(['approved', 'changes_requested']), comment: z.string().max(10_000).optional() }))
    .mutation(({ ctx, input }) => reviewProposal(ctx.scope, input)),
  mergeProposal: workspaceProcedure('agents:write')
    .input(z.object({ ...proposal, ...choices, archiveSource: z.boolean().optional(), despiteReviews: z.boolean().optional() }))
    .mutation(({ ctx, input }) => mergeProposal(ctx.scope, input)),

  procedures: workspaceProcedure('agents:read')
    .input(z.object(branch))
    .query(({ ctx, input }) => listProcedures(ctx.scope, input)),
  createProcedure: workspaceProcedure('agents:write')
    .input(z.object({ ...branch, name: name.optional(), type: z.enum(procedureTypes).optional(), folderParentId: id.optional() }))
    .mutation(({ ctx, input: { name: called, type, ...input } }) =>
      createProcedure(ctx.scope, { ...input, ...(called === undefined ? {} : { name: called }), ...(type === undefined ? {} : { type }) }),
    ),
  procedureDraft: workspaceProcedure('agents:read')
    .input(z.object(procedure))
    .query(({ ctx, input }) => getProcedureDraft(ctx.scope, input)),
  writeProcedureDraft: workspaceProcedure('agents:write')
    .input(z.object({ ...procedure, name, content: z.string().max(50_000), type: z.enum(procedureTypes), trigger: z.string().max(5000).optional() }))
    .mutation(({ ctx, input }) => writeProcedureDraft(ctx.scope, input)),
  deleteProcedureDraft: workspaceProcedure('agents:write')
    .input(z.object(procedure))
    .mutation(({ ctx, input }) => deleteProcedureDraft(ctx.scope, input)),
  removeProcedure: workspaceProcedure('agents:write')
    .input(z.object(procedure))
    .mutation(({ ctx, input }) => removeProcedure(ctx.scope, input)),
});
