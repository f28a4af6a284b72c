import { z } from 'zod';
import { deleteCredential } from '../../domain/credentials/delete-credential';
import { listCredentials } from '../../domain/credentials/list-credentials';
import { testCredential } from '../../domain/credentials/test-credential';
import { upsertCredential } from '../../domain/credentials/upsert-credential';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const credentialId = z.string().min(1).max(100);

export const credentialsRouter = t.router({
  list: workspaceProcedure('credentials:read').query(({ ctx }) => listCredentials(ctx.scope)),
  upsert: workspaceProcedure('credentials:write')
    .input(
      z.object({
        provider: z.string().min(1).max(60),
        name: z.string().max(100).optional(),
        /** By field name; leave a secret out to keep it, send an empty text to take a setting away. */
        settings: z.record(z.string().max(60), z.string().max(10_000)),
      }),
    )
    .mutation(({ ctx, input }) => upsertCredential(ctx.scope, { ...input, ...ctx.services })),
  delete: workspaceProcedure('credentials:write')
    .input(z.object({ credentialId }))
    .mutation(({ ctx, input }) => deleteCredential(ctx.scope, input)),
  test: workspaceProcedure('credentials:write')
    .input(z.object({ credentialId }))
    .mutation(({ ctx, input }) => testCredential(ctx.scope, { ...input, ...ctx.services })),
});
