import type { WorkspaceScope } from '../../auth/scope';
import type { DocumentSummary } from './document-views';
import { withoutContent } from './find-document';
import { shapeDocuments } from './shape-document';

/** Documents by their ids; what is not there is left out. */
export async function documentsByIds(scope: WorkspaceScope, documentIds: readonly string[]): Promise<ReadonlyMap<string, DocumentSummary>> {
  scope.may('knowledge:read');
  const rows = await scope.db.knowledgeDocument.findMany({ where: { id: { in: [...documentIds] } }, omit: withoutContent });
  return new Map((await shapeDocuments(scope, rows)).map((document) => [document.id, document]));
}
