import type { WorkspaceScope } from '../../auth/scope';
import type { DocumentKind } from '../../contracts/knowledge';
import { AppError } from '../../lib/app-error';
import { literally } from '../like';
import { type Page, pageSizeOf } from '../pagination';
import type { DocumentSummary } from './document-views';
import { withoutContent } from './find-document';
import { FolderTree } from './folder-tree';
import { shapeDocuments } from './shape-document';

export interface ListDocumentsInput {
  /** Part of a name, in any case. */
  readonly search?: string | undefined;
  readonly kinds?: readonly DocumentKind[] | undefined;
  /** Directly in this folder; null: at the top. Absent: anywhere. */
  readonly parentId?: string | null | undefined;
  /** In this folder at any depth. */
  readonly ancestorId?: string | undefined;
  readonly onlyOwn?: boolean | undefined;
  readonly createdBy?: string | undefined;
  readonly foldersFirst?: boolean | undefined;
  readonly sortBy?: 'name' | 'createdAt' | 'updatedAt' | 'size' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

export async function listDocuments(scope: WorkspaceScope, input: ListDocumentsInput = {}): Promise<Page<DocumentSummary>> {
  scope.may('knowledge:read');
  const sortBy = input.sortBy ?? 'createdAt';
  const direction = input.direction ?? (sortBy === 'name' ? 'asc' : 'desc');
  const size = pageSizeOf(input.pageSize);
  const skip = readOffset(input.cursor);
  const ancestors = input.ancestorId === undefined ? undefined : (await FolderTree.of(scope)).within(input.ancestorId);
  const where = {
    ...(input.search === undefined || input.search.trim() === '' ? {} : { name: { contains: literally(input.search.trim()), mode: 'insensitive' as const } }),
    ...(input.parentId === undefined ? {} : { parentId: input.parentId }),
    ...(ancestors === undefined ? {} : { parentId: { in: [...ancestors] } }),
    ...(input.createdBy === undefined ? {} : { createdBy: input.createdBy }),
    ...(input.onlyOwn === true ? { createdBy: scope.actor.id } : {}),
  };
  const order = [{ [sortBy === 'size' ? 'sizeBytes' : sortBy]: direction }, { id: direction }];
  const kinds = input.kinds === undefined || input.kinds.length === 0 ? undefined : [...input.kinds];
  const take = size + 1;
  // Folders first is two lists, one after the other.
  const folders = input.foldersFirst === true ? { ...where, kind: kinds === undefined || kinds.includes('folder') ? 'folder' : { in: [] } } : undefined;
  const others = {
    ...where,
    ...(kinds === undefined && folders === undefined
      ? {}
      : { kind: { ...(kinds === undefined ? {} : { in: kinds }), ...(folders === undefined ? {} : { not: 'folder' }) } }),
  };
  const first = folders === undefined ? [] : await scope.db.knowledgeDocument.findMany({ where: folders, orderBy: order, skip, take, omit: withoutContent });
  const passed = folders === undefined ? 0 : await scope.db.knowledgeDocument.count({ where: folders });
  const rest =
    first.length >= take
      ? []
      : await scope.db.knowledgeDocument.findMany({
          where: others,
          orderBy: order,
          skip: Math.max(0, skip - passed),
          take: take - first.length,
          omit: withoutContent,
        });
  const rows = [...first, ...rest];
  return {
    items: await shapeDocuments(scope, rows.slice(0, size)),
    nextCursor: rows.length > size ? Buffer.from(String(skip + size)).toString('base64url') : null,
  };
}

/** A knowledge base is hundreds of rows, and two lists are joined: a place is enough for a cursor here. */
export function readOffset(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0;
  const offset = Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Number.isInteger(offset) || offset < 0 || offset > 1_000_000) throw new AppError('bad_request', 'The cursor is not valid.');
  return offset;
}
