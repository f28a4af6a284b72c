import { z } from 'zod';
import { callOutcomes, conversationStatuses, countedMeasures, mostCountedKeys, valueOperators } from '../../contracts/conversation';
import { allTags, assignTags, createTag, deleteTag, unassignTag } from '../../domain/conversation-tags/conversation-tags';
import { deleteConversations } from '../../domain/conversations/delete-conversations';
import { deleteConversation } from '../../domain/conversations/delete-conversation';
import { exportConversations } from '../../domain/conversations/export-conversations';
import { exportFormats } from '../../domain/export-lines';
import { getConversationWithEvents } from '../../domain/conversations/get-conversation';
import { listConversations } from '../../domain/conversations/list-conversations';
import { deleteView, listViews, saveView } from '../../domain/conversations/list-views';
import { topicOf } from '../../domain/topics/known-topics';
import { withTopics } from '../../domain/topics/stored-topics';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const conversationId = z.string().min(1).max(100);
const filter = z.object({
  agentId: z.string().max(100).optional(),
  status: z.enum(conversationStatuses).optional(),
  callSuccessful: z.enum(callOutcomes).optional(),
  startedAfterUnix: z.number().optional(),
  startedBeforeUnix: z.number().optional(),
  durationMinSecs: z.number().optional(),
  durationMaxSecs: z.number().optional(),
  search: z.string().max(200).optional(),
  source: z.string().max(40).optional(),
  branchIds: z.array(z.string().max(100)).max(20).readonly().optional(),
  languages: z.array(z.string().max(20)).max(20).readonly().optional(),
  textOnly: z.boolean().optional(),
  userId: z.string().max(200).optional(),
  toolNames: z.array(z.string().max(200)).max(20).readonly().optional(),
  hasToolErrors: z.boolean().optional(),
  hasTools: z.boolean().optional(),
  feedback: z.enum(['like', 'dislike']).optional(),
  latencyMinMs: z.number().min(0).optional(),
  interruptionsMin: z.number().int().min(0).optional(),
  endReasons: z.array(z.string().max(40)).max(20).readonly().optional(),
  evaluations: z
    .array(z.object({ criterionId: z.string().max(200), result: z.string().max(20) }))
    .max(10)
    .readonly()
    .optional(),
  collected: z
    .array(z.object({ name: z.string().max(200), operator: z.enum(valueOperators), value: z.string().max(500) }))
    .max(10)
    .readonly()
    .optional(),
  counted: z.object({ measure: z.enum(countedMeasures), keys: z.array(z.string().max(700)).min(1).max(mostCountedKeys).readonly().optional() }).optional(),
  topicIds: z.array(z.string().max(100)).max(20).readonly().optional(),
  tagIds: z.array(z.string().max(100)).max(20).readonly().optional(),
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
    .query(async ({ ctx, input: { order, cursor, pageSize, ...input } }) =>
      listConversations(ctx.scope, { filter: await withTopics(ctx.scope, input.filter), pageSize, direction: order, cursor: cursor ?? undefined }),
    ),
  get: workspaceProcedure('conversations:read')
    .input(z.object({ conversationId }))
    .query(({ ctx, input }) => getConversationWithEvents(ctx.scope, input.conversationId)),
  topic: workspaceProcedure('conversations:read')
    .input(z.object({ conversationId }))
    .query(({ ctx, input }) => topicOf(ctx.scope, input.conversationId)),
  delete: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId }))
    .mutation(({ ctx, input }) => deleteConversation(ctx.scope, { ...input, storage: ctx.services.storage })),
  deleteMany: workspaceProcedure('conversations:write')
    .input(z.object({ conversationIds: z.array(conversationId).min(1).max(100) }))
    .mutation(({ ctx, input }) => deleteConversations(ctx.scope, { ...input, storage: ctx.services.storage })),
  /** A part of an export; the page that hands the file over asks for one after the other. */
  exportPage: workspaceProcedure('conversations:read')
    .input(z.object({ filter: filter.default({}), format: z.enum(exportFormats), cursor: z.string().max(500).optional() }))
    .query(async ({ ctx, input }) => exportConversations(ctx.scope, { ...input, filter: await withTopics(ctx.scope, input.filter) })),

  tags: workspaceProcedure('conversations:read').query(({ ctx }) => allTags(ctx.scope)),
  createTag: workspaceProcedure('conversations:write')
    .input(z.object({ title: z.string().trim().min(1).max(120) }))
    .mutation(({ ctx, input }) => createTag(ctx.scope, input)),
  /** Takes it off every conversation as well. */
  deleteTag: workspaceProcedure('conversations:write')
    .input(z.object({ tagId: conversationId }))
    .mutation(({ ctx, input }) => deleteTag(ctx.scope, input.tagId)),
  assignTag: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId, tagId: conversationId }))
    .mutation(({ ctx, input }) => assignTags(ctx.scope, { conversationId: input.conversationId, tagIds: [input.tagId] })),
  unassignTag: workspaceProcedure('conversations:write')
    .input(z.object({ conversationId, tagId: conversationId }))
    .mutation(({ ctx, input }) => unassignTag(ctx.scope, input)),

  views: workspaceProcedure('conversations:read').query(({ ctx }) => listViews(ctx.scope)),
  saveView: workspaceProcedure('conversations:read')
    .input(z.object({ name: z.string().trim().min(1).max(80), query: z.string().max(2000) }))
    .mutation(({ ctx, input }) => saveView(ctx.scope, input)),
  deleteView: workspaceProcedure('conversations:read')
    .input(z.object({ viewId: conversationId }))
    .mutation(({ ctx, input }) => deleteView(ctx.scope, input.viewId)),
});
