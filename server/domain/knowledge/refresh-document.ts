import type { WorkspaceScope } from '../../auth/scope';
import { AppError, toAppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import type { WriteServices } from './create-document';
import { deleteDocument } from './delete-document';
import { findDocument } from './find-document';
import { hashOf, nextSync } from './rules';
import { contentColumns, enqueueIndex } from './write-document';

/** A page that failed so often in a row, and is gone, is taken away where that was wished for. */
const failuresBeforeRemoval = 3;

/** Reads the page of a document again. A page that did not change costs nothing more. Throws what is wrong with the page. */
export async function refreshDocument(scope: WorkspaceScope, services: WriteServices, documentId: string): Promise<void> {
  scope.may('knowledge:write');
  const document = await findDocument(scope.db, documentId);
  if (document.kind !== 'url' || document.url === null) throw new AppError('bad_request', 'Only documents made from a page can be refreshed.');
  const page = await services.knowledge.readPage(document.url);
  const isChanged = hashOf(page.text) !== document.contentHash;
  const now = new Date();
  await scope.db.$transaction(async (db) => {
    await db.knowledgeDocument.updateMany({
      where: { id: documentId },
      data: {
        syncFailures: 0,
        ...(document.syncEveryDays === null ? {} : { nextSyncAt: nextSync(document.syncEveryDays, 0, now) }),
        ...(isChanged ? { ...contentColumns(page.text), updatedAt: now } : {}),
      },
    });
    if (isChanged) await noteChange(db, scope, { action: 'knowledge.refreshed', targetKind: 'knowledge', targetId: documentId });
  });
  if (isChanged) await enqueueIndex(scope, services.jobs, documentId);
}

/** The same on schedule: a failure is counted and tried again later, and a page that is gone for good may go. */
export async function refreshOnSchedule(scope: WorkspaceScope, services: WriteServices, documentId: string): Promise<void> {
  const document = await scope.db.knowledgeDocument.findFirst({
    where: { id: documentId },
    select: { syncEveryDays: true, syncFailures: true, autoRemove: true, nextSyncAt: true },
  });
  if (document === null || document.syncEveryDays === null || document.nextSyncAt === null || document.nextSyncAt > new Date()) return;
  try {
    await refreshDocument(scope, services, documentId);
  } catch (thrown) {
    const failures = document.syncFailures + 1;
    if (document.autoRemove && toAppError(thrown).code === 'not_found' && failures >= failuresBeforeRemoval) {
      await deleteDocument(scope, services, { documentId, force: true });
      return;
    }
    await scope.db.knowledgeDocument.updateMany({
      where: { id: documentId },
      data: { syncFailures: failures, nextSyncAt: nextSync(document.syncEveryDays, failures, new Date()) },
    });
  }
}
