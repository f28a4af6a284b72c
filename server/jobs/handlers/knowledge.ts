import { noteCrawlFailure, runCrawl } from '../../domain/knowledge/crawls';
import { indexDocument as index, noteIndexFailure } from '../../domain/knowledge/index-document';
import { lookAfterKnowledge as lookAfter } from '../../domain/knowledge/look-after';
import { refreshOnSchedule } from '../../domain/knowledge/refresh-document';
import { crawlSite, indexDocument, lookAfterKnowledge, refreshDocument } from '../definitions';
import { handleInHouse, handleInWorkspace, type JobHandler } from '../handler';

export const knowledgeHandlers: readonly JobHandler[] = [
  handleInWorkspace(
    indexDocument,
    (scope, { documentId }, { services, signal, progress }) => index(scope, documentId, { engine: services.knowledge, signal, onProgress: progress }),
    (scope, { documentId }, error) => noteIndexFailure(scope, documentId, error.message),
  ),
  handleInWorkspace(refreshDocument, (scope, { documentId }, { services }) => refreshOnSchedule(scope, services, documentId)),
  handleInWorkspace(
    crawlSite,
    (scope, { crawlId }, { services, signal, progress }) => runCrawl(scope, services, crawlId, { signal, onProgress: progress }),
    (scope, { crawlId }) => noteCrawlFailure(scope, crawlId),
  ),
  handleInHouse(lookAfterKnowledge, ({ db, services }) => lookAfter(db, services)),
];
