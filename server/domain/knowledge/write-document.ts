import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { defaultEmbeddingModel, type DocumentKind } from '../../contracts/knowledge';
import { indexDocument } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { checkFolder } from './find-document';
import { languageOf } from './language-of';
import { hashOf, nextSync } from './rules';

export interface NewDocument {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly parentId: string | null;
  readonly content: string;
  readonly url?: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly sourceKey?: string;
  readonly sizeBytes?: number;
  readonly sync?: SyncSettings | undefined;
  readonly crawlId?: string;
}

export interface SyncSettings {
  readonly everyDays: number;
  readonly autoRemove: boolean;
}

/** Writes a document, and has it indexed unless it is a folder. Gives its id. */
export async function writeDocument(scope: WorkspaceScope, jobs: JobQueue, document: NewDocument, documentId = newId('knowledgeDocument')): Promise<string> {
  scope.may('knowledge:write');
  const { sync, content, kind, name, parentId, sizeBytes, ...rest } = document;
  await scope.db.$transaction(async (db) => {
    await checkFolder(db, parentId);
    await db.knowledgeDocument.create({
      data: {
        id: documentId,
        workspaceId: scope.workspaceId,
        kind,
        name,
        parentId,
        ...contentColumns(content),
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
        ...rest,
        ...(sync === undefined ? {} : { syncEveryDays: sync.everyDays, autoRemove: sync.autoRemove, nextSyncAt: nextSync(sync.everyDays, 0, new Date()) }),
        createdBy: scope.actor.id,
      },
    });
    if (kind !== 'folder') await addIndex(db, scope, documentId);
    await noteChange(db, scope, { action: 'knowledge.created', targetKind: 'knowledge', targetId: documentId, after: { kind, name } });
  });
  if (kind !== 'folder') await enqueueIndex(scope, jobs, documentId);
  return documentId;
}

export function contentColumns(content: string) {
  return { content, contentHash: hashOf(content), language: languageOf(content), sizeBytes: Buffer.byteLength(content) };
}

export async function addIndex(db: ScopedTransaction, scope: WorkspaceScope, documentId: string, model: string = defaultEmbeddingModel): Promise<void> {
  await db.knowledgeIndex.upsert({
    where: { workspaceId_documentId_model: { workspaceId: scope.workspaceId, documentId, model } },
    create: { id: newId('knowledgeIndex'), workspaceId: scope.workspaceId, documentId, model },
    update: {},
  });
}

/** A process that dies right before this leaves an index that says "created"; those are looked for every minute. */
export async function enqueueIndex(scope: WorkspaceScope, jobs: JobQueue, documentId: string): Promise<void> {
  await jobs.enqueue(indexDocument, { workspaceId: scope.workspaceId, documentId }, { key: documentId });
}
