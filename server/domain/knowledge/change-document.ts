import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { storeSource, type UploadedFile, type WriteServices } from './create-document';
import { checkFolder, findDocument } from './find-document';
import { FolderTree } from './folder-tree';
import { knowledgeLimits } from '../../contracts/knowledge';
import { checkedDocumentName, checkedText, hashOf } from './rules';
import { contentColumns, enqueueIndex } from './write-document';

/** Renames a document, or replaces the text of one that was written here. */
export async function updateDocument(
  scope: WorkspaceScope,
  services: WriteServices,
  input: { readonly documentId: string; readonly name?: string | undefined; readonly content?: string | undefined },
): Promise<void> {
  scope.may('knowledge:write');
  const before = await findDocument(scope.db, input.documentId);
  if (input.content !== undefined && before.kind !== 'text')
    throw new AppError('bad_request', 'Only documents made from text can be rewritten. Replace the file, or refresh the page.');
  const name = input.name === undefined ? before.name : checkedDocumentName(input.name);
  const content = input.content === undefined ? undefined : checkedText(input.content);
  await scope.db.$transaction(async (db) => {
    await db.knowledgeDocument.updateMany({
      where: { id: before.id },
      data: { name, updatedAt: new Date(), ...(content === undefined ? {} : contentColumns(content)) },
    });
    await noteChange(db, scope, { action: 'knowledge.updated', targetKind: 'knowledge', targetId: before.id, before: { name: before.name }, after: { name } });
  });
  if (content !== undefined && hashOf(content) !== before.contentHash) await enqueueIndex(scope, services.jobs, before.id);
}

/** Puts a new file in the place of a document's old one. */
export async function replaceFile(
  scope: WorkspaceScope,
  services: WriteServices,
  input: { readonly documentId: string; readonly file: UploadedFile },
): Promise<void> {
  scope.may('knowledge:write');
  const before = await findDocument(scope.db, input.documentId);
  if (before.kind !== 'file') throw new AppError('bad_request', 'Only a document made from a file can get a new one.');
  const { filename, contentType, text, bytes } = input.file;
  const sourceKey = await storeSource(scope, services.storage, before.id, input.file);
  await scope.db.$transaction(async (db) => {
    const data = {
      ...contentColumns(text),
      filename: filename.slice(0, knowledgeLimits.nameLength),
      contentType,
      sourceKey,
      sizeBytes: bytes.length,
      updatedAt: new Date(),
    };
    await db.knowledgeDocument.updateMany({ where: { id: before.id }, data });
    await noteChange(db, scope, { action: 'knowledge.updated', targetKind: 'knowledge', targetId: before.id, after: { filename } });
  });
  if (before.sourceKey !== null) await services.storage.delete(before.sourceKey);
  await enqueueIndex(scope, services.jobs, before.id);
}

/** Moves documents and folders into a folder, or (null) to the top. A folder cannot go into itself. */
export async function moveDocuments(
  scope: WorkspaceScope,
  input: { readonly documentIds: readonly string[]; readonly folderId: string | null },
): Promise<void> {
  scope.may('knowledge:write');
  const { folderId } = input;
  const ids = [...new Set(input.documentIds)];
  const tree = await FolderTree.of(scope);
  await scope.db.$transaction(async (db) => {
    await checkFolder(db, folderId);
    for (const id of ids) {
      const document = await findDocument(db, id);
      if (document.kind === 'folder' && folderId !== null && tree.within(id).includes(folderId))
        throw new AppError('bad_request', 'A folder cannot be moved into itself.');
      if (document.kind === 'folder' && tree.pathOf(folderId).length >= knowledgeLimits.foldersDeep)
        throw new AppError('bad_request', `Folders may lie ${knowledgeLimits.foldersDeep} deep at most.`);
      await db.knowledgeDocument.updateMany({ where: { id }, data: { parentId: folderId, updatedAt: new Date() } });
      await noteChange(db, scope, {
        action: 'knowledge.moved',
        targetKind: 'knowledge',
        targetId: id,
        before: { folder: document.parentId },
        after: { folder: folderId },
      });
    }
  });
}
