import type { Database, WorkspaceScope } from '../../auth/scope';
import { scopesWithKnowledge } from '../../auth/scope';
import { crawlSite, refreshDocument } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import type { KnowledgeEngine } from './knowledge-engine';
import { enqueueIndex } from './write-document';

/** Work that was begun and not touched for so long was left behind, or never enqueued. */
const leftBehindMs = 3 * 60_000;
const mostAtOnce = 100;

/**
 * Finds what ought to be happening: documents whose index was never made or was left behind, pages due to be read again, crawls that stopped, and
 * documents whose vectors another model made than the one there is now.
 */
export async function lookAfterKnowledge(
  db: Database,
  { jobs, knowledge }: { readonly jobs: JobQueue; readonly knowledge: KnowledgeEngine },
  now = new Date(),
): Promise<void> {
  for (const scope of await scopesWithKnowledge(db)) {
    const { workspaceId } = scope;
    for (const documentId of await unindexed(scope, knowledge, now)) await enqueueIndex(scope, jobs, documentId);
    for (const { id } of await scope.db.knowledgeDocument.findMany({ where: { nextSyncAt: { lte: now } }, select: { id: true }, take: mostAtOnce })) {
      await jobs.enqueue(refreshDocument, { workspaceId, documentId: id }, { key: id });
    }
    const stopped = await scope.db.knowledgeCrawl.findMany({
      where: { status: { in: ['queued', 'processing'] }, updatedAt: { lt: new Date(now.getTime() - leftBehindMs) } },
      select: { id: true },
      take: mostAtOnce,
    });
    for (const { id } of stopped) await jobs.enqueue(crawlSite, { workspaceId, crawlId: id }, { key: id });
  }
}

async function unindexed(scope: WorkspaceScope, knowledge: KnowledgeEngine, now: Date): Promise<string[]> {
  const embedder = await knowledge.embedderOf(scope);
  const rows = await scope.db.knowledgeIndex.findMany({
    where: {
      OR: [
        { status: { in: ['created', 'processing'] }, updatedAt: { lt: new Date(now.getTime() - leftBehindMs) } },
        ...(embedder === undefined ? [] : [{ status: { in: ['succeeded', 'document_too_small'] }, embedder: { not: embedder.id } }]),
      ],
    },
    select: { documentId: true },
    distinct: ['documentId'],
    take: mostAtOnce,
  });
  return rows.map(({ documentId }) => documentId);
}
