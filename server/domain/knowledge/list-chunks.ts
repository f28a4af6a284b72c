import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { pageSizeOf, type Page } from '../pagination';
import { findDocument } from './find-document';
import { readOffset } from './list-documents';

export interface ChunkView {
  readonly id: string;
  readonly documentId: string;
  readonly position: number;
  readonly heading: string;
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

const columns = { id: true, documentId: true, position: true, heading: true, text: true, startOffset: true, endOffset: true } as const;

/** The passages of a document, in its order. */
export async function listChunks(
  scope: WorkspaceScope,
  input: { readonly documentId: string; readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<Page<ChunkView>> {
  scope.may('knowledge:read');
  await findDocument(scope.db, input.documentId);
  const size = pageSizeOf(input.pageSize);
  const from = readOffset(input.cursor);
  const rows = await scope.db.knowledgeChunk.findMany({
    where: { documentId: input.documentId, position: { gte: from } },
    orderBy: { position: 'asc' },
    take: size + 1,
    select: columns,
  });
  return { items: rows.slice(0, size), nextCursor: rows.length > size ? Buffer.from(String(from + size)).toString('base64url') : null };
}

export async function getChunk(scope: WorkspaceScope, input: { readonly documentId: string; readonly chunkId: string }): Promise<ChunkView> {
  scope.may('knowledge:read');
  await findDocument(scope.db, input.documentId);
  const row = await scope.db.knowledgeChunk.findFirst({ where: { id: input.chunkId, documentId: input.documentId }, select: columns });
  if (row === null) throw new AppError('not_found', `Chunk ${input.chunkId} was not found.`);
  return row;
}
