import { z } from 'zod';
import { createAuthConnection } from '../../domain/auth-connections/create-auth-connection';
import { deleteAuthConnection } from '../../domain/auth-connections/delete-auth-connection';
import { listAuthConnections } from '../../domain/auth-connections/list-auth-connections';
import { updateAuthConnection } from '../../domain/auth-connections/update-auth-connection';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const connectionId = z.string().min(1).max(100);
/** The use case checks it against the contract. */
const document = z.record(z.string(), z.unknown());

/** Secrets of connections go in and never come out. */
export const authConnectionsRouter = t.router({
  list: workspaceProcedure('secrets:read').query(({ ctx }) => listAuthConnections(ctx.scope)),
  create: workspaceProcedure('secrets:write')
    .input(z.object({ config: document }))
    .mutation(({ ctx, input }) => createAuthConnection(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  update: workspaceProcedure('secrets:write')
    .input(z.object({ connectionId, changes: document }))
    .mutation(({ ctx, input }) => updateAuthConnection(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  delete: workspaceProcedure('secrets:write')
    .input(z.object({ connectionId }))
    .mutation(({ ctx, input }) => deleteAuthConnection(ctx.scope, input)),
});
