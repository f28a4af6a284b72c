import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import type { FolderSegment, FolderView } from './test-views';

const deepest = 10;
const longestName = 200;

export async function createTestFolder(
  scope: WorkspaceScope,
  input: { readonly name: string; readonly parentId?: string | undefined },
): Promise<FolderSegment> {
  scope.may('agents:write');
  const name = checkedFolderName(input.name);
  const id = newId('testFolder');
  await scope.db.$transaction(async (db) => {
    if (input.parentId !== undefined && (await pathTo(db, input.parentId)).length >= deepest)
      throw new AppError('conflict', `Folders lie at most ${deepest} deep.`);
    await db.agentTestFolder.create({ data: { id, workspaceId: scope.workspaceId, name, parentId: input.parentId ?? null, createdBy: scope.actor.id } });
    await noteChange(db, scope, { action: 'test-folder.created', targetKind: 'test-folder', targetId: id, after: { name } });
  });
  return { id, name };
}

/** Throws `not_found`. */
export async function getTestFolder(scope: WorkspaceScope, folderId: string): Promise<FolderView> {
  scope.may('agents:read');
  const path = await pathTo(scope.db, folderId);
  const self = path.at(-1) as FolderSegment;
  return { ...self, folderPath: path.slice(0, -1), childrenCount: await childrenOf(scope.db, folderId) };
}

export async function renameTestFolder(scope: WorkspaceScope, input: { readonly folderId: string; readonly name: string }): Promise<FolderView> {
  scope.may('agents:write');
  const name = checkedFolderName(input.name);
  await scope.db.$transaction(async (db) => {
    const before = (await pathTo(db, input.folderId)).at(-1)?.name ?? '';
    await db.agentTestFolder.updateMany({ where: { id: input.folderId }, data: { name } });
    await noteChange(db, scope, {
      action: 'test-folder.renamed',
      targetKind: 'test-folder',
      targetId: input.folderId,
      before: { name: before },
      after: { name },
    });
  });
  return getTestFolder(scope, input.folderId);
}

/** Takes a folder away; one with something in it only when that is to go too. Throws `not_found`, `conflict`. */
export async function deleteTestFolder(scope: WorkspaceScope, input: { readonly folderId: string; readonly withContent: boolean }): Promise<void> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const [name] = (await pathTo(db, input.folderId)).slice(-1).map((folder) => folder.name);
    if (!input.withContent && (await childrenOf(db, input.folderId)) > 0) throw new AppError('conflict', 'The folder is not empty.');
    const all = await withinFolder(db, input.folderId);
    await db.agentTest.deleteMany({ where: { folderId: { in: all } } });
    await db.agentTestFolder.deleteMany({ where: { id: { in: all } } });
    await noteChange(db, scope, { action: 'test-folder.deleted', targetKind: 'test-folder', targetId: input.folderId, before: { name: name ?? '' } });
  });
}

/** Moves tests and folders into a folder, or (null) to the top. Throws `not_found`, and `conflict` for a folder into itself. */
export async function moveTests(scope: WorkspaceScope, input: { readonly ids: readonly string[]; readonly folderId: string | null }): Promise<void> {
  scope.may('agents:write');
  const ids = [...new Set(input.ids)];
  await scope.db.$transaction(async (db) => {
    const path = input.folderId === null ? [] : await pathTo(db, input.folderId);
    if (path.some(({ id }) => ids.includes(id))) throw new AppError('conflict', 'A folder cannot be moved into itself.');
    const tests = await db.agentTest.updateMany({ where: { id: { in: ids } }, data: { folderId: input.folderId } });
    const folders = await db.agentTestFolder.updateMany({ where: { id: { in: ids } }, data: { parentId: input.folderId } });
    if (tests.count + folders.count !== ids.length) throw new AppError('not_found', 'Not all of these tests and folders were found.');
    await noteChange(db, scope, {
      action: 'test.moved',
      targetKind: 'test-folder',
      targetId: input.folderId ?? '',
      after: { ids, folder: path.at(-1)?.name ?? null },
    });
  });
}

/** The folder and those around it, outermost first. Throws `not_found`. */
export async function pathTo(db: ScopedTransaction, folderId: string): Promise<FolderSegment[]> {
  const path: FolderSegment[] = [];
  for (let id: string | null = folderId; id !== null && path.length <= deepest * 2; ) {
    const folder: { id: string; name: string; parentId: string | null } | null = await db.agentTestFolder.findFirst({
      where: { id },
      select: { id: true, name: true, parentId: true },
    });
    if (folder === null) throw new AppError('not_found', 'This folder was not found.');
    path.unshift({ id: folder.id, name: folder.name });
    id = folder.parentId;
  }
  return path;
}

async function childrenOf(db: ScopedTransaction, folderId: string): Promise<number> {
  return (await db.agentTest.count({ where: { folderId } })) + (await db.agentTestFolder.count({ where: { parentId: folderId } }));
}

/** The folder and all folders in it. */
async function withinFolder(db: ScopedTransaction, folderId: string): Promise<string[]> {
  const found = [folderId];
  for (let layer = [folderId]; layer.length > 0 && found.length < 10_000; ) {
    const rows = await db.agentTestFolder.findMany({ where: { parentId: { in: layer }, id: { notIn: found } }, select: { id: true } });
    layer = rows.map(({ id }) => id);
    found.push(...layer);
  }
  return found;
}

function checkedFolderName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName)
    throw new AppError('invalid_input', `A folder's name has 1 to ${longestName} characters.`, { path: ['name'] });
  return trimmed;
}
