import type { WorkspaceScope } from '../../auth/scope';
import { type ExportColumn, type ExportedPage, exportedLines, type ExportFormat } from '../export-lines';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';

export interface AuditEntryView {
  readonly id: string;
  readonly actorKind: string;
  readonly actorName: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly ip: string | null;
  readonly createdAt: Date;
}

export interface AuditFilter {
  /** Beginning of the action, such as `agent.`. */
  readonly action?: string | undefined;
  /** `member`, `api-key`, `conversation`, `system`. */
  readonly actorKind?: string | undefined;
  /** Part of who did it, on what, from where, or of the action. */
  readonly search?: string | undefined;
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly until?: Date | undefined;
}

/** Newest first. */
export async function listAuditEntries(
  scope: WorkspaceScope,
  input: AuditFilter & { readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<Page<AuditEntryView>> {
  scope.may('audit-log:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.auditEntry.findMany({
    where: { AND: [whereOf(input), rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    ({ id, actorKind, actorName, action, targetKind, targetId, before, after, ip, createdAt }) => ({
      id,
      actorKind,
      actorName,
      action,
      targetKind,
      targetId,
      before,
      after,
      ip,
      createdAt,
    }),
  );
}

/** The next lines of an export, newest first; whoever asks goes on with the cursor until there is none. */
export async function exportAuditEntries(
  scope: WorkspaceScope,
  { format, cursor, ...filter }: AuditFilter & { readonly format: ExportFormat; readonly cursor?: string | undefined },
): Promise<ExportedPage> {
  const { items, nextCursor } = await listAuditEntries(scope, { ...filter, cursor, pageSize: 100 });
  return { text: exportedLines(items, { format, columns, isFirst: cursor === undefined }), nextCursor };
}

const columns: readonly ExportColumn<AuditEntryView>[] = [
  ['at', ({ createdAt }) => createdAt.toISOString()],
  ['actor_kind', ({ actorKind }) => actorKind],
  ['actor', ({ actorName }) => actorName],
  ['action', ({ action }) => action],
  ['target_kind', ({ targetKind }) => targetKind],
  ['target_id', ({ targetId }) => targetId],
  ['ip', ({ ip }) => ip],
  ['before', ({ before }) => (before === null ? null : JSON.stringify(before))],
  ['after', ({ after }) => (after === null ? null : JSON.stringify(after))],
];

function whereOf({ action, actorKind, search, from, until }: AuditFilter) {
  const words = search?.trim() ?? '';
  const part = { contains: literally(words), mode: 'insensitive' as const };
  return {
    ...(action === undefined ? {} : { action: { startsWith: action } }),
    ...(actorKind === undefined ? {} : { actorKind }),
    ...(from === undefined && until === undefined
      ? {}
      : { createdAt: { ...(from === undefined ? {} : { gte: from }), ...(until === undefined ? {} : { lt: until }) } }),
    ...(words === '' ? {} : { OR: [{ actorName: part }, { targetId: part }, { action: part }, { ip: part }] }),
  };
}
