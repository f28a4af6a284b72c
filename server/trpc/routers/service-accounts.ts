import { z } from 'zod';
import {
  changeServiceAccountKey,
  createServiceAccount,
  createServiceAccountKey,
  deleteServiceAccountKey,
  listServiceAccounts,
} from '../../domain/service-accounts/service-accounts';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);
const name = z.string().max(100);

export const serviceAccountsRouter = t.router({
  list: workspaceProcedure('api-keys:read').query(async ({ ctx }) => {
    const accounts = await listServiceAccounts(ctx.scope);
    // Programs compare fingerprints of keys; people do not.
    return accounts.map(({ keys, ...account }) => ({ ...account, keys: keys.map(({ keyHash: _, ...key }) => key) }));
  }),
  create: workspaceProcedure('api-keys:write')
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => createServiceAccount(ctx.scope, input)),
  createKey: workspaceProcedure('api-keys:write')
    .input(z.object({ serviceAccountId: id, name, permissions: z.array(z.string().max(60)).max(50), allowedIps: z.array(z.string().max(60)).max(100) }))
    .mutation(({ ctx, input }) => createServiceAccountKey(ctx.scope, input)),
  setKeyEnabled: workspaceProcedure('api-keys:write')
    .input(z.object({ serviceAccountId: id, keyId: id, isEnabled: z.boolean() }))
    .mutation(({ ctx, input: { isEnabled, ...key } }) => changeServiceAccountKey(ctx.scope, key, { isEnabled })),
  deleteKey: workspaceProcedure('api-keys:write')
    .input(z.object({ serviceAccountId: id, keyId: id }))
    .mutation(({ ctx, input }) => deleteServiceAccountKey(ctx.scope, input)),
});
