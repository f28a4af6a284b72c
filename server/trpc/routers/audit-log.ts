import { z } from 'zod';
import { listAuditEntries } from '../../domain/audit-log/list-audit-entries';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const auditLogRouter = t.router({
  list: workspaceProcedure('audit-log:read')
    .input(z.object({ action: z.string().max(60).optional(), cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() }))
    .query(({ ctx, input }) => listAuditEntries(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
});
