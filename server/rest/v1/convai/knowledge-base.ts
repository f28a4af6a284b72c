import { z } from 'zod';
import { type DocumentKind, documentKinds, embeddingModels, knowledgeLimits } from '../../../contracts/knowledge';
import { moveDocuments, replaceFile, updateDocument } from '../../../domain/knowledge/change-document';
import { cancelCrawl, createCrawl, getCrawl, listCrawls } from '../../../domain/knowledge/crawls';
import { createFileDocument, createFolder, createTextDocument, createUrlDocument } from '../../../domain/knowledge/create-document';
import { deleteDocument } from '../../../domain/knowledge/delete-document';
import { dependentAgents } from '../../../domain/knowledge/dependent-agents';
import { getContent, getDocument, getSourceFile } from '../../../domain/knowledge/get-document';
import { knowledgePages } from '../../../domain/knowledge/knowledge-size';
import { getChunk, listChunks } from '../../../domain/knowledge/list-chunks';
import { listDocuments, readOffset } from '../../../domain/knowledge/list-documents';
import { deleteIndex, getOrCreateIndex, indexOverview, listIndexes } from '../../../domain/knowledge/rag-indexes';
import { refreshDocument } from '../../../domain/knowledge/refresh-document';
import { searchContent } from '../../../domain/knowledge/search-content';
import { documentsByIds } from '../../../domain/knowledge/summaries';
import type { WorkspaceScope } from '../../../auth/scope';
import { errors } from '../../../contracts/errors';
import { AppError, toAppError } from '../../../lib/app-error';
import { readUpload } from '../../knowledge-upload';
import { signedFileUrl } from '../../signed-file';
import {
  addedToWire,
  chunkToWire,
  contentMatchToWire,
  crawlToWire,
  dependentsToWire,
  documentSummaryToWire,
  documentToWire,
  indexToWire,
} from '../../mappers/knowledge';
import { fieldOf, fileOf } from '../../read-body';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';
import { flag, manyOf, pageQuery } from '../../wire/query';

const id = z.string().max(100);
const folder = id.nullish();
const name = z.string().max(1000).nullish();

const listQuery = z.object({
  ...pageQuery,
  search: z.string().max(200).optional(),
  show_only_owned_documents: flag.optional(),
  created_by_user_id: id.optional(),
  types: manyOf(z.enum(documentKinds)).optional(),
  parent_folder_id: id.optional(),
  ancestor_folder_id: id.optional(),
  folders_first: flag.optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
  sort_by: z.enum(['name', 'created_at', 'updated_at', 'size']).optional(),
});
const sortColumns = { name: 'name', created_at: 'createdAt', updated_at: 'updatedAt', size: 'size' } as const;

const dependentsQuery = z.object({ ...pageQuery, dependent_type: z.enum(['direct', 'transitive', 'all']).optional() });
const searchQuery = z.object({ ...pageQuery, query: z.string().min(1).max(2000), types: manyOf(z.enum(documentKinds)).optional() });
const chunksQuery = z.object({ ...pageQuery, embedding_model: z.string().max(100).optional() });
const idsBody = z.looseObject({ document_ids: z.array(id).min(1).max(20) });
const syncing = {
  enable_auto_sync: z.boolean().nullish(),
  auto_remove: z.boolean().nullish(),
  minimum_frequency_days: z.number().int().min(1).max(180).nullish(),
};
const urlBody = z.looseObject({ url: z.string().max(2000), name, parent_folder_id: folder, ...syncing });
const textBody = z.looseObject({ text: z.string(), name, parent_folder_id: folder });
const folderBody = z.looseObject({ name: z.string().max(1000), parent_folder_id: folder });
const crawlBody = z.looseObject({
  url: z.string().max(2000),
  max_depth: z.number().int().min(1).max(5).nullish(),
  max_pages: z.number().int().min(1).max(10_000).nullish(),
  pattern: z.string().max(2048).nullish(),
  sitemap_urls: z.array(z.string().max(2000)).max(20).nullish(),
  parent_folder_id: folder,
  ...syncing,
});
const indexItem = z.looseObject({ document_id: id, create_if_missing: z.boolean(), model: z.enum(embeddingModels) });

const usualSyncDays = 7;
const largestUpload = knowledgeLimits.fileBytes + 1_048_576;
const largestText = 12 * 1_048_576;

export function knowledgeRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  const shown = async (scope: WorkspaceScope, documentId: string) => documentToWire(await getDocument(scope, documentId));
  const added = async (scope: WorkspaceScope, documentId: string) => addedToWire(await getDocument(scope, documentId));

  return [
    route('GET /v1/convai/knowledge-base', { permission: 'knowledge:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listDocuments(scope, {
        search: query.search,
        kinds: query.types as DocumentKind[] | undefined,
        // As at the original, "root" is the top.
        parentId: query.parent_folder_id === 'root' ? null : query.parent_folder_id,
        ancestorId: query.ancestor_folder_id === 'root' ? undefined : query.ancestor_folder_id,
        onlyOwn: query.show_only_owned_documents,
        createdBy: query.created_by_user_id,
        foldersFirst: query.folders_first,
        sortBy: query.sort_by === undefined ? undefined : sortColumns[query.sort_by],
        direction: query.sort_direction,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { documents: page.items.map(documentSummaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/knowledge-base', { permission: 'knowledge:write', largestBody: largestUpload }, async ({ scope, form }) => {
      const url = fieldOf(form, 'url');
      if (url !== undefined && url !== '') return added(scope, await createUrlDocument(scope, services, { url, name: fieldOf(form, 'name') }));
      const file = await readUpload(fileOf(form, 'file'));
      return added(scope, await createFileDocument(scope, services, { file, name: fieldOf(form, 'name') }));
    }),

    route('POST /v1/convai/knowledge-base/text', { permission: 'knowledge:write', body: textBody, largestBody: largestText }, async ({ scope, body }) =>
      added(scope, await createTextDocument(scope, services, { text: body.text, name: body.name ?? undefined, parentId: body.parent_folder_id })),
    ),

    route('POST /v1/convai/knowledge-base/url', { permission: 'knowledge:write', body: urlBody }, async ({ scope, body }) =>
      added(
        scope,
        await createUrlDocument(scope, services, { url: body.url, name: body.name ?? undefined, parentId: body.parent_folder_id, sync: syncOf(body) }),
      ),
    ),

    route('POST /v1/convai/knowledge-base/file', { permission: 'knowledge:write', largestBody: largestUpload }, async ({ scope, form }) => {
      const file = await readUpload(fileOf(form, 'file'));
      return added(
        scope,
        await createFileDocument(scope, services, { file, name: fieldOf(form, 'name'), parentId: fieldOf(form, 'parent_folder_id') ?? null }),
      );
    }),

    route('POST /v1/convai/knowledge-base/folder', { permission: 'knowledge:write', body: folderBody }, async ({ scope, body }) =>
      added(scope, await createFolder(scope, services, { name: body.name, parentId: body.parent_folder_id })),
    ),

    route('GET /v1/convai/knowledge-base/search', { permission: 'knowledge:read', query: searchQuery }, async ({ scope, query }) => {
      const { matches, nextCursor } = await searchContent(scope, services.knowledge, {
        query: query.query,
        kinds: query.types as DocumentKind[] | undefined,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { results: matches.map(contentMatchToWire), next_cursor: nextCursor };
    }),

    route(
      'GET /v1/convai/knowledge-base/summaries',
      { permission: 'knowledge:read', query: z.object({ document_ids: manyOf(id) }) },
      async ({ scope, query }) => {
        const documents = await documentsByIds(scope, query.document_ids.slice(0, 100));
        return Object.fromEntries(
          query.document_ids.slice(0, 100).map((documentId) => {
            const document = documents.get(documentId);
            return [documentId, document === undefined ? missing(documentId) : { status: 'success', data: documentSummaryToWire(document) }];
          }),
        );
      },
    ),

    route('POST /v1/convai/knowledge-base/bulk-delete', { permission: 'knowledge:write', body: idsBody }, async ({ scope, body }) =>
      each(body.document_ids, async (documentId) => {
        await deleteDocument(scope, services, { documentId, force: body['force'] === true });
        return { status: 'success', data: { id: documentId } };
      }),
    ),

    route(
      'POST /v1/convai/knowledge-base/bulk-move',
      { permission: 'knowledge:write', body: z.looseObject({ ...idsBody.shape, move_to: folder }) },
      async ({ scope, body }) => {
        await moveDocuments(scope, { documentIds: body.document_ids, folderId: body.move_to ?? null });
      },
    ),

    route(
      'POST /v1/convai/knowledge-base/{document_id}/move',
      { permission: 'knowledge:write', body: z.looseObject({ move_to: folder }) },
      async ({ scope, params, body }) => {
        await moveDocuments(scope, { documentIds: [params.document_id], folderId: body.move_to ?? null });
      },
    ),

    route(
      'POST /v1/convai/knowledge-base/dependent-agents',
      { permission: 'knowledge:read', query: dependentsQuery, body: idsBody },
      async ({ scope, query, body }) =>
        dependentsToWire(await dependentAgents(scope, body.document_ids, query.dependent_type ?? 'direct'), body.document_ids, pageOf(query)),
    ),

    route(
      'GET /v1/convai/knowledge-base/{documentation_id}/dependent-agents',
      { permission: 'knowledge:read', query: dependentsQuery },
      async ({ scope, params, query }) => {
        const ids = [(await getDocument(scope, params.documentation_id)).id];
        return dependentsToWire(await dependentAgents(scope, ids, query.dependent_type ?? 'direct'), ids, pageOf(query));
      },
    ),

    route('GET /v1/convai/knowledge-base/{documentation_id}', { permission: 'knowledge:read' }, async ({ scope, params }) =>
      shown(scope, params.documentation_id),
    ),

    route(
      'PATCH /v1/convai/knowledge-base/{documentation_id}',
      { permission: 'knowledge:write', body: z.looseObject({ name, content: z.string().nullish() }), largestBody: largestText },
      async ({ scope, params, body }) => {
        await updateDocument(scope, services, { documentId: params.documentation_id, name: body.name ?? undefined, content: body.content ?? undefined });
        return shown(scope, params.documentation_id);
      },
    ),

    route(
      'DELETE /v1/convai/knowledge-base/{documentation_id}',
      { permission: 'knowledge:write', query: z.object({ force: flag.optional() }) },
      async ({ scope, params, query }) => {
        await deleteDocument(scope, services, { documentId: params.documentation_id, force: query.force });
        return {};
      },
    ),

    route(
      'GET /v1/convai/knowledge-base/{documentation_id}/content',
      { permission: 'knowledge:read', note: 'Markdown.' },
      async ({ scope, params, context }) => {
        context.header('content-type', 'text/markdown; charset=utf-8');
        return context.body(await getContent(scope, params.documentation_id));
      },
    ),

    route('GET /v1/convai/knowledge-base/{documentation_id}/source-file-url', { permission: 'knowledge:read' }, async ({ scope, params }) => ({
      signed_url: signedFileUrl(services, await getSourceFile(scope, params.documentation_id)),
    })),

    route(
      'PATCH /v1/convai/knowledge-base/{documentation_id}/update-file',
      { permission: 'knowledge:write', largestBody: largestUpload },
      async ({ scope, params, form }) => {
        await replaceFile(scope, services, { documentId: params.documentation_id, file: await readUpload(fileOf(form, 'file')) });
        return shown(scope, params.documentation_id);
      },
    ),

    route('POST /v1/convai/knowledge-base/{documentation_id}/refresh', { permission: 'knowledge:write' }, async ({ scope, params }) => {
      await refreshDocument(scope, services, params.documentation_id);
      return shown(scope, params.documentation_id);
    }),

    route('GET /v1/convai/knowledge-base/{documentation_id}/chunks', { permission: 'knowledge:read', query: chunksQuery }, async ({ scope, params, query }) => {
      const page = await listChunks(scope, { documentId: params.documentation_id, cursor: query.cursor, pageSize: query.page_size });
      return { chunks: page.items.map(chunkToWire), next_cursor: page.nextCursor };
    }),

    route('GET /v1/convai/knowledge-base/{documentation_id}/chunk/{chunk_id}', { permission: 'knowledge:read' }, async ({ scope, params }) =>
      chunkToWire(await getChunk(scope, { documentId: params.documentation_id, chunkId: params.chunk_id })),
    ),

    route('GET /v1/convai/knowledge-base/rag-index', { permission: 'knowledge:read' }, async ({ scope }) => {
      const overview = await indexOverview(scope, services.knowledge.mostBytes);
      return {
        total_used_bytes: overview.usedBytes,
        total_max_bytes: overview.mostBytes,
        models: overview.models.map(({ model, usedBytes }) => ({ model, used_bytes: usedBytes })),
      };
    }),

    route(
      'POST /v1/convai/knowledge-base/rag-index',
      { permission: 'knowledge:write', body: z.looseObject({ items: z.array(indexItem).max(100) }) },
      async ({ scope, body }) => {
        const items = new Map(body.items.map((item) => [item.document_id, item]));
        return each([...items.keys()], async (documentId) => {
          const item = items.get(documentId);
          const model = item?.model ?? 'e5_mistral_7b_instruct';
          if (item?.create_if_missing !== true && !(await listIndexes(scope, documentId)).some((index) => index.model === model))
            throw new AppError('not_found', 'The document has no index for this model.');
          return { status: 'success', data: indexToWire(await getOrCreateIndex(scope, services.jobs, { documentId, model })) };
        });
      },
    ),

    route('GET /v1/convai/knowledge-base/{documentation_id}/rag-index', { permission: 'knowledge:read' }, async ({ scope, params }) => ({
      indexes: (await listIndexes(scope, params.documentation_id)).map(indexToWire),
    })),

    route(
      'POST /v1/convai/knowledge-base/{documentation_id}/rag-index',
      {
        permission: 'knowledge:write',
        body: z.looseObject({ model: z.enum(embeddingModels) }),
        note: 'The name of the model is kept; what this installation runs stands behind it.',
      },
      async ({ scope, params, body }) => indexToWire(await getOrCreateIndex(scope, services.jobs, { documentId: params.documentation_id, model: body.model })),
    ),

    route('DELETE /v1/convai/knowledge-base/{documentation_id}/rag-index/{rag_index_id}', { permission: 'knowledge:write' }, async ({ scope, params }) =>
      indexToWire(await deleteIndex(scope, { documentId: params.documentation_id, indexId: params.rag_index_id })),
    ),

    route(
      'GET /v1/convai/knowledge-base/crawl',
      { permission: 'knowledge:read', query: z.object({ ...pageQuery, include_job_ids: manyOf(id).optional() }) },
      async ({ scope, query }) => {
        const page = await listCrawls(scope, { ids: query.include_job_ids, cursor: query.cursor, pageSize: query.page_size });
        return { crawl_jobs: page.items.map(crawlToWire), next_cursor: page.nextCursor };
      },
    ),

    route('POST /v1/convai/knowledge-base/crawl', { permission: 'knowledge:write', body: crawlBody }, async ({ scope, body }) => {
      const crawl = await createCrawl(scope, services, {
        url: body.url,
        maxDepth: body.max_depth ?? undefined,
        maxPages: body.max_pages ?? undefined,
        pattern: body.pattern ?? undefined,
        sitemapUrls: body.sitemap_urls ?? undefined,
        parentId: body.parent_folder_id,
        sync: syncOf(body),
      });
      const { folderPath } = await getDocument(scope, crawl.rootFolderId);
      const { id: crawlId, type, root_folder_id, status, created_at } = crawlToWire(crawl);
      return { id: crawlId, type, root_folder_id, status, created_at, folder_path: folderPath.map((parent) => ({ id: parent.id })) };
    }),

    route('GET /v1/convai/knowledge-base/crawl/{crawl_job_id}', { permission: 'knowledge:read' }, async ({ scope, params }) =>
      crawlToWire(await getCrawl(scope, params.crawl_job_id)),
    ),

    route('POST /v1/convai/knowledge-base/crawl/{crawl_job_id}/cancel', { permission: 'knowledge:write' }, async ({ scope, params }) => {
      await cancelCrawl(scope, params.crawl_job_id);
      return {};
    }),

    route('GET /v1/convai/agent/{agent_id}/knowledge-base/size', { permission: 'knowledge:read' }, async ({ scope, params }) => ({
      number_of_pages: await knowledgePages(scope, params.agent_id),
    })),
  ];
}

function syncOf(body: {
  readonly enable_auto_sync?: boolean | null | undefined;
  readonly auto_remove?: boolean | null | undefined;
  readonly minimum_frequency_days?: number | null | undefined;
}) {
  if (body.enable_auto_sync !== true) return undefined;
  return { everyDays: body.minimum_frequency_days ?? usualSyncDays, autoRemove: body.auto_remove ?? false };
}

function pageOf(query: { readonly cursor?: string | undefined; readonly page_size?: number | undefined }) {
  return { from: readOffset(query.cursor), size: query.page_size ?? 30 };
}

/** Does something with each, and says for each whether it worked. */
async function each(ids: readonly string[], work: (id: string) => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  for (const documentId of new Set(ids)) {
    try {
      results[documentId] = await work(documentId);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!errors[error.code].expected) throw thrown;
      results[documentId] = {
        status: 'failure',
        error_code: errors[error.code].http,
        error_status: errors[error.code].status,
        error_message: error.publicMessage,
      };
    }
  }
  return results;
}

function missing(documentId: string): Record<string, unknown> {
  return { status: 'failure', error_code: 404, error_status: errors.not_found.status, error_message: `Document ${documentId} was not found.` };
}
