import { z } from 'zod';
import { tallyEvaluations } from '../../domain/evaluations/list-results';
import { rerunAnalysis } from '../../domain/evaluations/rerun-analysis';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);

export const evaluationsRouter = t.router({
  tally: workspaceProcedure('conversations:read')
    .input(z.object({ agentId: id, branchId: id.optional() }))
    .query(({ ctx, input }) => tallyEvaluations(ctx.scope, input)),
  rerun: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId: id }))
    .mutation(({ ctx, input }) => rerunAnalysis(ctx.scope, input.conversationId, ctx.services.jobs)),
});
