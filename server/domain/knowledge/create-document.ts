import type { WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import type { JobQueue } from '../../jobs/queue';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { knowledgeLimits } from '../../contracts/knowledge';
import { FolderTree } from './folder-tree';
import { checkFolder } from './find-document';
import type { KnowledgeEngine } from './knowledge-engine';
import { checkedDocumentName, checkedText, nameFromText } from './rules';
import { type SyncSettings, writeDocument } from './write-document';

interface Place {
  readonly name?: string | undefined;
  /** Folder; absent or null: the top. */
  readonly parentId?: string | null | undefined;
}

export interface WriteServices {
  readonly jobs: JobQueue;
  readonly storage: Storage;
  readonly knowledge: KnowledgeEngine;
}

export async function createTextDocument(scope: WorkspaceScope, services: WriteServices, input: Place & { readonly text: string }): Promise<string> {
  const content = checkedText(input.text);
  const name = checkedDocumentName(input.name ?? nameFromText(content));
  return writeDocument(scope, services.jobs, { kind: 'text', name, parentId: input.parentId ?? null, content });
}

export async function createUrlDocument(
  scope: WorkspaceScope,
  services: WriteServices,
  input: Place & { readonly url: string; readonly sync?: SyncSettings | undefined; readonly crawlId?: string },
): Promise<string> {
  scope.may('knowledge:write');
  await checkFolder(scope.db, input.parentId ?? null);
  const page = await services.knowledge.readPage(input.url);
  return writeDocument(scope, services.jobs, {
    kind: 'url',
    name: checkedDocumentName(input.name ?? (page.title || page.url)),
    parentId: input.parentId ?? null,
    url: input.url,
    contentType: page.contentType,
    content: page.text,
    sync: input.sync,
    ...(input.crawlId === undefined ? {} : { crawlId: input.crawlId }),
  });
}

/** What was read from an uploaded file, and the file itself. */
export interface UploadedFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly title: string;
  readonly text: string;
}

export async function createFileDocument(scope: WorkspaceScope, services: WriteServices, input: Place & { readonly file: UploadedFile }): Promise<string> {
  scope.may('knowledge:write');
  await checkFolder(scope.db, input.parentId ?? null);
  const documentId = newId('knowledgeDocument');
  const { filename, bytes, contentType, text } = input.file;
  const sourceKey = await storeSource(scope, services.storage, documentId, input.file);
  try {
    return await writeDocument(
      scope,
      services.jobs,
      {
        kind: 'file',
        name: checkedDocumentName(input.name ?? (filename || nameFromText(text))),
        parentId: input.parentId ?? null,
        filename: filename.slice(0, knowledgeLimits.nameLength) || 'document',
        contentType,
        sourceKey,
        content: text,
        sizeBytes: bytes.length,
      },
      documentId,
    );
  } catch (error) {
    await services.storage.delete(sourceKey);
    throw error;
  }
}

/** Under a name of its own each time, so that an old version is whole until the new one is in its place. */
export async function storeSource(scope: WorkspaceScope, storage: Storage, documentId: string, file: UploadedFile): Promise<string> {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(file.filename)?.[1]?.toLowerCase() ?? 'bin';
  const key = `${scope.workspaceId}/knowledge/${documentId}/${Date.now().toString(36)}.${extension}`;
  await storage.put(key, Buffer.from(file.bytes), { contentType: file.contentType });
  return key;
}

export async function createFolder(scope: WorkspaceScope, services: WriteServices, input: Place & { readonly name: string }): Promise<string> {
  scope.may('knowledge:write');
  const parentId = input.parentId ?? null;
  if ((await FolderTree.of(scope)).pathOf(parentId).length >= knowledgeLimits.foldersDeep)
    throw new AppError('bad_request', `Folders may lie ${knowledgeLimits.foldersDeep} deep at most.`);
  return writeDocument(scope, services.jobs, { kind: 'folder', name: checkedDocumentName(input.name), parentId, content: '' });
}
