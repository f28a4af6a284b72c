import { z } from 'zod';
import { defaultEmbeddingModel, documentKinds, embeddingModels, knowledgeLimits } from '../../contracts/knowledge';
import { moveDocuments, updateDocument } from '../../domain/knowledge/change-document';
import { cancelCrawl, createCrawl, getCrawl, listCrawls } from '../../domain/knowledge/crawls';
import { createFolder, createTextDocument, createUrlDocument } from '../../domain/knowledge/create-document';
import { deleteDocument } from '../../domain/knowledge/delete-document';
import { dependentAgents } from '../../domain/knowledge/dependent-agents';
import { getDocument } from '../../domain/knowledge/get-document';
import { listChunks } from '../../domain/knowledge/list-chunks';
import { listDocuments } from '../../domain/knowledge/list-documents';
import { getOrCreateIndex, indexOverview, listIndexes } from '../../domain/knowledge/rag-indexes';
import { refreshDocument } from '../../domain/knowledge/refresh-document';
import { askKnowledge } from '../../domain/knowledge/search-content';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);
const name = z.string().max(1000);
const parentId = id.nullable().optional();
const page = { cursor: z.string().max(500).optional(), pageSize: z.number().int().min(1).max(100).optional() };
const sync = z.object({ everyDays: z.number().int().min(1).max(180), autoRemove: z.boolean().default(false) }).optional();
const url = z.string().min(1).max(2000);

const reading = workspaceProcedure('knowledge:read');
const writing = workspaceProcedure('knowledge:write');

const listInput = z.object({
  ...page,
  search: z.string().max(200).optional(),
  kinds: z.array(z.enum(documentKinds)).optional(),
  parentId,
  ancestorId: id.optional(),
  foldersFirst: z.boolean().optional(),
  sortBy: z.enum(['name', 'createdAt', 'updatedAt', 'size']).optional(),
  /** Not `direction`: that name is the client's, for lists that go on. */
  order: z.enum(['asc', 'desc']).optional(),
});
const crawlInput = z.object({
  url,
  maxDepth: z.number().int().min(1).max(5).optional(),
  maxPages: z.number().int().min(1).max(10_000).optional(),
  pattern: z.string().max(2048).optional(),
  parentId,
  sync,
});

export const knowledgeRouter = t.router({
  list: reading.input(listInput).query(({ ctx, input: { order, ...input } }) => listDocuments(ctx.scope, { ...input, direction: order })),
  get: reading.input(z.object({ documentId: id })).query(({ ctx, input }) => getDocument(ctx.scope, input.documentId)),
  chunks: reading.input(z.object({ ...page, documentId: id })).query(({ ctx, input }) => listChunks(ctx.scope, input)),
  indexes: reading.input(z.object({ documentId: id })).query(({ ctx, input }) => listIndexes(ctx.scope, input.documentId)),
  overview: reading.query(({ ctx }) => indexOverview(ctx.scope, ctx.services.knowledge.mostBytes)),
  dependentAgents: reading.input(z.object({ documentId: id })).query(async ({ ctx, input }) => {
    await getDocument(ctx.scope, input.documentId);
    return dependentAgents(ctx.scope, [input.documentId], 'all');
  }),
  /** What an agent would be given for a question. */
  ask: reading
    .input(
      z.object({
        question: z.string().min(1).max(2000),
        documentIds: z.array(id).max(500).optional(),
        limit: z.number().int().min(1).max(50).optional(),
        maxDistance: z.number().min(0).max(2).optional(),
      }),
    )
    .query(({ ctx, input }) => askKnowledge(ctx.scope, ctx.services.knowledge, input)),
  createText: writing
    .input(z.object({ text: z.string().max(knowledgeLimits.textLength), name: name.optional(), parentId }))
    .mutation(async ({ ctx, input }) => ({ documentId: await createTextDocument(ctx.scope, ctx.services, input) })),
  createUrl: writing
    .input(z.object({ url, name: name.optional(), parentId, sync }))
    .mutation(async ({ ctx, input }) => ({ documentId: await createUrlDocument(ctx.scope, ctx.services, input) })),
  createFolder: writing
    .input(z.object({ name, parentId }))
    .mutation(async ({ ctx, input }) => ({ documentId: await createFolder(ctx.scope, ctx.services, input) })),
  update: writing
    .input(z.object({ documentId: id, name: name.optional(), content: z.string().max(knowledgeLimits.textLength).optional() }))
    .mutation(({ ctx, input }) => updateDocument(ctx.scope, ctx.services, input)),
  move: writing
    .input(z.object({ documentIds: z.array(id).min(1).max(100), folderId: id.nullable() }))
    .mutation(({ ctx, input }) => moveDocuments(ctx.scope, input)),
  refresh: writing.input(z.object({ documentId: id })).mutation(({ ctx, input }) => refreshDocument(ctx.scope, ctx.services, input.documentId)),
  delete: writing
    .input(z.object({ documentId: id, force: z.boolean().optional() }))
    .mutation(({ ctx, input }) => deleteDocument(ctx.scope, ctx.services, input)),
  reindex: writing
    .input(z.object({ documentId: id, model: z.enum(embeddingModels).default(defaultEmbeddingModel) }))
    .mutation(({ ctx, input }) => getOrCreateIndex(ctx.scope, ctx.services.jobs, input)),
  crawls: reading.input(z.object(page)).query(({ ctx, input }) => listCrawls(ctx.scope, input)),
  crawl: reading.input(z.object({ crawlId: id })).query(({ ctx, input }) => getCrawl(ctx.scope, input.crawlId)),
  createCrawl: writing.input(crawlInput).mutation(({ ctx, input }) => createCrawl(ctx.scope, ctx.services, input)),
  cancelCrawl: writing.input(z.object({ crawlId: id })).mutation(({ ctx, input }) => cancelCrawl(ctx.scope, input.crawlId)),
});
