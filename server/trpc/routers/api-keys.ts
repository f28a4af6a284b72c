import { z } from 'zod';
import { createApiKey } from '../../domain/api-keys/create-api-key';
import { listApiKeys } from '../../domain/api-keys/list-api-keys';
import { revokeApiKey } from '../../domain/api-keys/revoke-api-key';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const apiKeysRouter = t.router({
  list: workspaceProcedure('api-keys:read').query(({ ctx }) => listApiKeys(ctx.scope)),
  create: workspaceProcedure('api-keys:write')
    .input(z.object({ name: z.string().max(100) }))
    .mutation(({ ctx, input }) => createApiKey(ctx.scope, input)),
  revoke: workspaceProcedure('api-keys:write')
    .input(z.object({ apiKeyId: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx.scope, input)),
});
