import type { WorkspaceScope } from '../../auth/scope';
import type { DocumentKind } from '../../contracts/knowledge';
import { actorNames } from '../actor-names';
import { agentsUsing } from './dependent-agents';
import type { DocumentSummary } from './document-views';
import type { DocumentRow } from './find-document';
import { FolderTree } from './folder-tree';

/** Rows as they are shown, with what only other rows know: folders above, what lies in a folder, agents that use it. */
export async function shapeDocuments(scope: WorkspaceScope, rows: readonly DocumentRow[]): Promise<DocumentSummary[]> {
  const ids = rows.map(({ id }) => id);
  const folders = rows.filter(({ kind }) => kind === 'folder').map(({ id }) => id);
  const [tree, nameOf, using] = await Promise.all([
    FolderTree.of(scope),
    actorNames(
      scope,
      rows.map(({ createdBy }) => createdBy),
    ),
    agentsUsing(scope, ids),
  ]);
  const counts = await countsOf(scope, folders, tree);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as DocumentKind,
    name: row.name,
    parentId: row.parentId,
    folderPath: tree.pathOf(row.parentId),
    url: row.url,
    filename: row.filename,
    contentType: row.contentType,
    hasSourceFile: row.sourceKey !== null,
    sizeBytes: row.sizeBytes,
    language: row.language,
    autoSync:
      row.syncEveryDays === null ? null : { everyDays: row.syncEveryDays, autoRemove: row.autoRemove, failures: row.syncFailures, nextAt: row.nextSyncAt },
    childrenCount: counts.get(row.id)?.children ?? 0,
    documentCount: counts.get(row.id)?.documents ?? 0,
    dependentAgents: using.get(row.id) ?? [],
    isCreator: row.createdBy === scope.actor.id,
    createdByName: nameOf(row.createdBy),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}

async function countsOf(
  scope: WorkspaceScope,
  folders: readonly string[],
  tree: FolderTree,
): Promise<ReadonlyMap<string, { children: number; documents: number }>> {
  const beneath = new Map(folders.map((id) => [id, tree.within(id)]));
  const groups = await scope.db.knowledgeDocument.groupBy({
    by: ['parentId', 'kind'],
    where: { parentId: { in: [...new Set([...beneath.values()].flat())] } },
    _count: { _all: true },
  });
  const inFolder = (id: string, of: (kind: string) => boolean) =>
    groups.filter((group) => group.parentId === id && of(group.kind)).reduce((sum, group) => sum + group._count._all, 0);
  return new Map(
    folders.map((id) => [
      id,
      {
        children: inFolder(id, () => true),
        documents: (beneath.get(id) ?? []).reduce((sum, folder) => sum + inFolder(folder, (kind) => kind !== 'folder'), 0),
      },
    ]),
  );
}
