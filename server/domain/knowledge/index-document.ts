import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type IndexStatus, knowledgeLimits } from '../../contracts/knowledge';
import { newId } from '../../lib/new-id';
import type { EmbeddingProvider } from '../../providers/spec/embeddings';
import { type Chunk, chunkText } from './chunking';
import type { KnowledgeEngine } from './knowledge-engine';
import { textConfiguration } from './language-of';
import { packVectors } from './retrieval/packed-vectors';

const rowsAWrite = 500;
const passagesABatch = 32;

export interface IndexOptions {
  readonly engine: KnowledgeEngine;
  readonly signal: AbortSignal;
  /** 0 to 100. */
  onProgress(percent: number): Promise<void>;
}

/** Cuts a document into passages and makes them findable by words and by meaning. Doing it again gives the same. */
export async function indexDocument(scope: WorkspaceScope, documentId: string, { engine, signal, onProgress }: IndexOptions): Promise<void> {
  const document = await scope.db.knowledgeDocument.findFirst({ where: { id: documentId } });
  // Deleted since it was enqueued, and its indexes with it.
  if (document === null || document.kind === 'folder') return;
  await mark(scope.db, documentId, { status: 'processing', progress: 0, problem: '' });

  const chunks = chunkText(document.content);
  const textBytes = Buffer.byteLength(document.content);
  const others = await scope.db.knowledgeIndex.aggregate({ where: { documentId: { not: documentId } }, _sum: { usedBytes: true } });
  if ((others._sum.usedBytes ?? 0) + textBytes > engine.mostBytes) {
    await replaceChunks(scope, documentId, []);
    await mark(scope.db, documentId, { status: 'rag_limit_exceeded', progress: 0, usedBytes: 0, embedder: '', dimensions: 0, vectors: null });
    return;
  }
  await replaceChunks(scope, documentId, chunks);
  await scope.search.indexWords(documentId, textConfiguration(document.language));

  const isSmall = textBytes < knowledgeLimits.smallestIndexedBytes;
  const embedder = await engine.embedderOf(scope);
  const vectors = embedder === undefined ? [] : await vectorsOf(document.name, chunks, embedder, { signal, onProgress: tell });
  const packed = packVectors(vectors);
  const dimensions = vectors[0]?.length ?? 0;
  await mark(scope.db, documentId, {
    status: isSmall ? 'document_too_small' : 'succeeded',
    progress: 100,
    usedBytes: textBytes + packed.byteLength,
    embedder: embedder?.id ?? '',
    dimensions,
    vectors: dimensions === 0 ? null : Uint8Array.from(packed),
    contentHash: document.contentHash,
  });

  async function tell(percent: number): Promise<void> {
    await mark(scope.db, documentId, { progress: percent });
    await onProgress(percent);
  }
}

/** Says that a document could not be indexed, and why. */
export async function noteIndexFailure(scope: WorkspaceScope, documentId: string, problem: string): Promise<void> {
  await mark(scope.db, documentId, { status: 'failed', problem: problem.slice(0, 500) });
}

interface IndexColumns {
  readonly status?: IndexStatus;
  readonly progress?: number;
  readonly problem?: string;
  readonly usedBytes?: number;
  readonly embedder?: string;
  readonly dimensions?: number;
  readonly vectors?: Uint8Array<ArrayBuffer> | null;
  readonly contentHash?: string;
}

async function mark(db: ScopedTransaction, documentId: string, data: IndexColumns): Promise<void> {
  await db.knowledgeIndex.updateMany({ where: { documentId }, data });
}

async function replaceChunks(scope: WorkspaceScope, documentId: string, chunks: readonly Chunk[]): Promise<void> {
  await scope.db.$transaction(
    async (db) => {
      await db.knowledgeChunk.deleteMany({ where: { documentId } });
      for (let i = 0; i < chunks.length; i += rowsAWrite) {
        await db.knowledgeChunk.createMany({
          data: chunks.slice(i, i + rowsAWrite).map((chunk) => ({ id: newId('knowledgeChunk'), workspaceId: scope.workspaceId, documentId, ...chunk })),
        });
      }
    },
    { timeout: 60_000 },
  );
}

async function vectorsOf(
  name: string,
  chunks: readonly Chunk[],
  embedder: EmbeddingProvider,
  { signal, onProgress }: Pick<IndexOptions, 'signal' | 'onProgress'>,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let i = 0; i < chunks.length; i += passagesABatch) {
    const batch = chunks.slice(i, i + passagesABatch);
    // What a passage is about often stands above it only.
    const texts = batch.map(({ heading, text }) => [name, heading, text].filter((part) => part !== '').join('\n'));
    vectors.push(...(await embedder.embed(texts, { of: 'passages', signal })));
    await onProgress(Math.min(99, Math.round((100 * vectors.length) / chunks.length)));
  }
  return vectors;
}
