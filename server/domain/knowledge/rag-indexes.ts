import type { WorkspaceScope } from '../../auth/scope';
import { type EmbeddingModel, embeddingModels, type IndexStatus } from '../../contracts/knowledge';
import type { JobQueue } from '../../jobs/queue';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { findDocument } from './find-document';
import { addIndex, enqueueIndex } from './write-document';

export interface IndexView {
  readonly id: string;
  readonly model: EmbeddingModel;
  readonly status: IndexStatus;
  readonly progress: number;
  readonly usedBytes: number;
  /** What made its vectors; empty: words alone are searched. */
  readonly embedder: string;
  readonly problem: string;
}

const columns = { id: true, model: true, status: true, progress: true, usedBytes: true, embedder: true, problem: true } as const;

/** The document's index for a model, made when it is not there. Asking again tells how far it is. */
export async function getOrCreateIndex(
  scope: WorkspaceScope,
  jobs: JobQueue,
  input: { readonly documentId: string; readonly model: EmbeddingModel },
): Promise<IndexView> {
  scope.may('knowledge:write');
  const document = await findDocument(scope.db, input.documentId);
  if (document.kind === 'folder')
    return { id: newId('knowledgeIndex'), model: input.model, status: 'cannot_index_folder', progress: 0, usedBytes: 0, embedder: '', problem: '' };
  const found = await scope.db.knowledgeIndex.findFirst({ where: { documentId: document.id, model: input.model }, select: columns });
  if (found !== null && found.status !== 'failed') return shape(found);
  await scope.db.$transaction(async (db) => {
    await addIndex(db, scope, document.id, input.model);
    await db.knowledgeIndex.updateMany({ where: { documentId: document.id, model: input.model }, data: { status: 'created', progress: 0, problem: '' } });
    await noteChange(db, scope, { action: 'knowledge.indexed', targetKind: 'knowledge', targetId: document.id, after: { model: input.model } });
  });
  await enqueueIndex(scope, jobs, document.id);
  return shape(await scope.db.knowledgeIndex.findFirstOrThrow({ where: { documentId: document.id, model: input.model }, select: columns }));
}

export async function listIndexes(scope: WorkspaceScope, documentId: string): Promise<readonly IndexView[]> {
  scope.may('knowledge:read');
  await findDocument(scope.db, documentId);
  return (await scope.db.knowledgeIndex.findMany({ where: { documentId }, select: columns, orderBy: { createdAt: 'asc' } })).map(shape);
}

/** Takes an index away; gives what it was. */
export async function deleteIndex(scope: WorkspaceScope, input: { readonly documentId: string; readonly indexId: string }): Promise<IndexView> {
  scope.may('knowledge:write');
  await findDocument(scope.db, input.documentId);
  return scope.db.$transaction(async (db) => {
    const found = await db.knowledgeIndex.findFirst({ where: { id: input.indexId, documentId: input.documentId }, select: columns });
    if (found === null) throw new AppError('not_found', `Index ${input.indexId} was not found.`);
    await db.knowledgeIndex.deleteMany({ where: { id: found.id } });
    await noteChange(db, scope, { action: 'knowledge.index-deleted', targetKind: 'knowledge', targetId: input.documentId, before: { model: found.model } });
    return shape(found);
  });
}

export interface IndexOverview {
  readonly usedBytes: number;
  readonly mostBytes: number;
  readonly models: readonly { readonly model: EmbeddingModel; readonly usedBytes: number }[];
}

export async function indexOverview(scope: WorkspaceScope, mostBytes: number): Promise<IndexOverview> {
  scope.may('knowledge:read');
  const groups = await scope.db.knowledgeIndex.groupBy({ by: ['model'], _sum: { usedBytes: true } });
  const models = groups.flatMap(({ model, _sum }) => (isKnown(model) ? [{ model, usedBytes: _sum.usedBytes ?? 0 }] : []));
  return { usedBytes: models.reduce((sum, { usedBytes }) => sum + usedBytes, 0), mostBytes, models };
}

function shape(row: { id: string; model: string; status: string; progress: number; usedBytes: number; embedder: string; problem: string }): IndexView {
  return { ...row, model: isKnown(row.model) ? row.model : embeddingModels[0], status: row.status as IndexStatus };
}

function isKnown(model: string): model is EmbeddingModel {
  return (embeddingModels as readonly string[]).includes(model);
}
