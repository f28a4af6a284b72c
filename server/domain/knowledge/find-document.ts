import type { ScopedTransaction } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

/** A document's row without its text, which may be long. */
export const withoutContent = { content: true } as const;

export async function findDocument(db: ScopedTransaction, documentId: string) {
  const row = await db.knowledgeDocument.findFirst({ where: { id: documentId }, omit: withoutContent });
  if (row === null) throw new AppError('not_found', `Document ${documentId} was not found.`);
  return row;
}

export type DocumentRow = Awaited<ReturnType<typeof findDocument>>;

/** Throws unless there is such a folder. Null is the top. */
export async function checkFolder(db: ScopedTransaction, folderId: string | null): Promise<void> {
  if (folderId === null) return;
  const folder = await db.knowledgeDocument.findFirst({ where: { id: folderId }, select: { kind: true } });
  if (folder === null) throw new AppError('not_found', `Folder ${folderId} was not found.`);
  if (folder.kind !== 'folder') throw new AppError('bad_request', 'Documents can be put into folders only.');
}
