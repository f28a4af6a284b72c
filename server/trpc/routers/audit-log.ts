import { z } from 'zod';
import { exportAuditEntries, listAuditEntries } from '../../domain/audit-log/list-audit-entries';
import { exportFormats } from '../../domain/export-lines';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const filter = {
  action: z.string().max(60).optional(),
  actorKind: z.string().max(40).optional(),
  search: z.string().max(200).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
};

export const auditLogRouter = t.router({
  list: workspaceProcedure('audit-log:read')
    .input(z.object({ ...filter, cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() }))
    .query(({ ctx, input }) => listAuditEntries(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  /** A part of an export; the page that hands the file over asks for one after the other. */
  exportPage: workspaceProcedure('audit-log:read')
    .input(z.object({ ...filter, format: z.enum(exportFormats), cursor: z.string().max(500).optional() }))
    .query(({ ctx, input }) => exportAuditEntries(ctx.scope, input)),
});
