import { createCrawl } from '../../domain/knowledge/crawls';
import { createFileDocument, createFolder } from '../../domain/knowledge/create-document';
import { listIndexes } from '../../domain/knowledge/rag-indexes';
import { newId } from '../../lib/new-id';
import { sweep } from './sweep';

const base = '/v1/convai/knowledge-base';
const model = 'e5_mistral_7b_instruct';

export const knowledge = sweep({
  async make({ scope }, services) {
    const bytes = Buffer.from('A secret of this workspace.');
    const documentId = await createFileDocument(scope, services, {
      file: { filename: 'own.txt', bytes, contentType: 'text/plain', title: '', text: 'A secret of this workspace.' },
    });
    const folderId = await createFolder(scope, services, { name: 'Own' });
    const chunkId = newId('knowledgeChunk');
    await scope.db.knowledgeChunk.create({
      data: { id: chunkId, workspaceId: scope.workspaceId, documentId, position: 0, heading: '', text: 'A secret', startOffset: 0, endOffset: 8 },
    });
    const indexId = (await listIndexes(scope, documentId))[0]?.id ?? '';
    const crawlId = (await createCrawl(scope, services, { url: 'https://site.example/' })).id;
    return { documentId, folderId, chunkId, indexId, crawlId };
  },
  samples: {
    [`GET ${base}/{documentation_id}`]: ({ documentId }) => ({ path: `${base}/${documentId}` }),
    [`PATCH ${base}/{documentation_id}`]: ({ documentId }) => ({ path: `${base}/${documentId}`, body: { name: 'taken' } }),
    [`DELETE ${base}/{documentation_id}`]: ({ documentId }) => ({ path: `${base}/${documentId}?force=true` }),
    [`GET ${base}/{documentation_id}/content`]: ({ documentId }) => ({ path: `${base}/${documentId}/content` }),
    [`GET ${base}/{documentation_id}/source-file-url`]: ({ documentId }) => ({ path: `${base}/${documentId}/source-file-url` }),
    [`POST ${base}/{documentation_id}/refresh`]: ({ documentId }) => ({ path: `${base}/${documentId}/refresh` }),
    [`GET ${base}/{documentation_id}/chunks`]: ({ documentId }) => ({ path: `${base}/${documentId}/chunks` }),
    [`GET ${base}/{documentation_id}/chunk/{chunk_id}`]: ({ documentId, chunkId }) => ({ path: `${base}/${documentId}/chunk/${chunkId}` }),
    [`GET ${base}/{documentation_id}/dependent-agents`]: ({ documentId }) => ({ path: `${base}/${documentId}/dependent-agents` }),
    [`GET ${base}/{documentation_id}/rag-index`]: ({ documentId }) => ({ path: `${base}/${documentId}/rag-index` }),
    [`POST ${base}/{documentation_id}/rag-index`]: ({ documentId }) => ({ path: `${base}/${documentId}/rag-index`, body: { model } }),
    [`DELETE ${base}/{documentation_id}/rag-index/{rag_index_id}`]: ({ documentId, indexId }) => ({ path: `${base}/${documentId}/rag-index/${indexId}` }),
    [`POST ${base}/{document_id}/move`]: ({ documentId }) => ({ path: `${base}/${documentId}/move`, body: {} }),
    [`POST ${base}/bulk-move`]: ({ documentId }) => ({ path: `${base}/bulk-move`, body: { document_ids: [documentId] } }),
    [`POST ${base}/text`]: ({ folderId }) => ({ path: `${base}/text`, body: { text: 'intruder', parent_folder_id: folderId } }),
    [`POST ${base}/folder`]: ({ folderId }) => ({ path: `${base}/folder`, body: { name: 'intruder', parent_folder_id: folderId } }),
    [`POST ${base}/url`]: ({ folderId }) => ({ path: `${base}/url`, body: { url: 'https://site.example/', parent_folder_id: folderId } }),
    [`POST ${base}/crawl`]: ({ folderId }) => ({ path: `${base}/crawl`, body: { url: 'https://site.example/', parent_folder_id: folderId } }),
    [`GET ${base}/crawl/{crawl_job_id}`]: ({ crawlId }) => ({ path: `${base}/crawl/${crawlId}` }),
    [`POST ${base}/crawl/{crawl_job_id}/cancel`]: ({ crawlId }) => ({ path: `${base}/crawl/${crawlId}/cancel` }),
    'GET /v1/convai/agent/{agent_id}/knowledge-base/size': ({ agentId }) => ({ path: `/v1/convai/agent/${agentId}/knowledge-base/size` }),
  },
  others: [
    `GET ${base}`,
    `GET ${base}/crawl`,
    `GET ${base}/search`,
    `GET ${base}/rag-index`,
    // These answer for each id apart: "not found" stands in the answer.
    `GET ${base}/summaries`,
    `POST ${base}/bulk-delete`,
    `POST ${base}/rag-index`,
    `POST ${base}/dependent-agents`,
    // Files come as forms; what they name is the folder that the text door is tried with.
    `POST ${base}`,
    `POST ${base}/file`,
    `PATCH ${base}/{documentation_id}/update-file`,
  ],
  lists: [
    { path: base, own: ({ documentId }) => documentId },
    { path: `${base}/crawl`, own: ({ crawlId }) => crawlId },
  ],
});
