import { z } from 'zod';
import { callSuccessfulSchema, conversationStatusSchema } from '../../contracts/conversation';
import { deleteConversation } from '../../domain/conversations/delete-conversation';
import { getConversationWithEvents } from '../../domain/conversations/get-conversation';
import { listConversations } from '../../domain/conversations/list-conversations';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const conversationId = z.string().min(1).max(100);
const filter = z.object({
  agentId: z.string().max(100).optional(),
  status: conversationStatusSchema.optional(),
  callSuccessful: callSuccessfulSchema.optional(),
  startedAfterUnix: z.number().optional(),
  startedBeforeUnix: z.number().optional(),
  durationMinSecs: z.number().optional(),
  durationMaxSecs: z.number().optional(),
  search: z.string().max(200).optional(),
  source: z.string().max(40).optional(),
});

export const conversationsRouter = t.router({
  list: workspaceProcedure('conversations:read')
    .input(
      z.object({
        filter: filter.default({}),
        // Not `direction`: the client's infinite queries put a word of their own under that name.
        order: z.enum(['asc', 'desc']).optional(),
        cursor: z.string().max(500).nullish(),
        pageSize: z.number().int().min(1).max(100).optional(),
      }),
    )
    .query(({ ctx, input: { order, ...input } }) => listConversations(ctx.scope, { ...input, direction: order, cursor: input.cursor ?? undefined })),
  get: workspaceProcedure('conversations:read')
    .input(z.object({ conversationId }))
    .query(({ ctx, input }) => getConversationWithEvents(ctx.scope, input.conversationId)),
  delete: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId }))
    .mutation(({ ctx, input }) => deleteConversation(ctx.scope, { ...input, storage: ctx.services.storage })),
});
