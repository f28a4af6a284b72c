import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { DocumentView } from './document-views';
import { findDocument } from './find-document';
import { shapeDocuments } from './shape-document';

/** Throws `not_found`. */
export async function getDocument(scope: WorkspaceScope, documentId: string): Promise<DocumentView> {
  scope.may('knowledge:read');
  const row = await findDocument(scope.db, documentId);
  const [[shaped], content] = await Promise.all([shapeDocuments(scope, [row]), contentOf(scope, documentId)]);
  if (shaped === undefined) throw new AppError('not_found', `Document ${documentId} was not found.`);
  return { ...shaped, content };
}

/** The document's whole text, as Markdown; empty for a folder. */
export async function getContent(scope: WorkspaceScope, documentId: string): Promise<string> {
  scope.may('knowledge:read');
  await findDocument(scope.db, documentId);
  return contentOf(scope, documentId);
}

/** Storage key of the file as it was uploaded. Throws `not_found` for what was no file. */
export async function getSourceFile(scope: WorkspaceScope, documentId: string): Promise<{ key: string; filename: string; contentType: string }> {
  scope.may('knowledge:read');
  const { sourceKey, filename, contentType } = await findDocument(scope.db, documentId);
  if (sourceKey === null) throw new AppError('not_found', 'This document has no source file: it was not made from one.');
  return { key: sourceKey, filename: filename ?? 'document', contentType: contentType ?? 'application/octet-stream' };
}

async function contentOf(scope: WorkspaceScope, documentId: string): Promise<string> {
  return (await scope.db.knowledgeDocument.findFirst({ where: { id: documentId }, select: { content: true } }))?.content ?? '';
}
