import type { WorkspaceScope } from '../../auth/scope';
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

/** Newest first. */
export async function listAuditEntries(
  scope: WorkspaceScope,
  input: { readonly cursor?: string | undefined; readonly pageSize?: number | undefined; readonly action?: string | undefined },
): Promise<Page<AuditEntryView>> {
  scope.may('audit-log:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.auditEntry.findMany({
    where: {
      ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
      ...(input.action === undefined ? {} : { action: { startsWith: input.action } }),
    },
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
