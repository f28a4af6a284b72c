import type { WorkspaceScope } from '../../auth/scope';
import type { FolderName } from './document-views';

interface Folder {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** The folders of a workspace, as far as paths and what lies beneath are asked of them. */
export class FolderTree {
  readonly #folders: ReadonlyMap<string, Folder>;

  constructor(folders: readonly Folder[]) {
    this.#folders = new Map(folders.map((folder) => [folder.id, folder]));
  }

  static async of(scope: Pick<WorkspaceScope, 'db'>): Promise<FolderTree> {
    return new FolderTree(await scope.db.knowledgeDocument.findMany({ where: { kind: 'folder' }, select: { id: true, name: true, parentId: true } }));
  }

  /** Outermost first, `folderId` itself last. */
  pathOf(folderId: string | null): readonly FolderName[] {
    const path: FolderName[] = [];
    for (let folder = this.#folders.get(folderId ?? ''); folder !== undefined; folder = this.#folders.get(folder.parentId ?? '')) {
      if (path.some(({ id }) => id === folder?.id)) break;
      path.unshift({ id: folder.id, name: folder.name });
    }
    return path;
  }

  /** The folder and all folders in it, at any depth. */
  within(folderId: string): readonly string[] {
    const found = [folderId];
    for (let i = 0; i < found.length; i++) {
      for (const { id, parentId } of this.#folders.values()) if (parentId === found[i] && !found.includes(id)) found.push(id);
    }
    return found;
  }
}
