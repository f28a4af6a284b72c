import { z } from 'zod';
import { createShare, listShares, openShare, revokeShare } from '../../domain/conversations/share-conversation';
import { t } from '../init';
import { publicProcedure, workspaceProcedure } from '../procedures';

const conversationId = z.string().max(100);

export const sharesRouter = t.router({
  list: workspaceProcedure('conversations:read')
    .input(z.object({ conversationId }))
    .query(({ ctx, input }) => listShares(ctx.scope, input.conversationId)),
  create: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId, days: z.number().int().min(1).max(365), isMasked: z.boolean() }))
    .mutation(({ ctx, input }) => createShare(ctx.scope, input)),
  revoke: workspaceProcedure('conversations:write')
    .input(z.object({ shareId: z.string().max(100) }))
    .mutation(({ ctx, input }) => revokeShare(ctx.scope, input.shareId)),
  open: publicProcedure.input(z.object({ token: z.string().min(20).max(100) })).query(({ ctx, input }) => openShare(ctx.db, input.token)),
});
