import { z } from 'zod';
import { createEnvironmentVariable } from '../../domain/environment-variables/create-environment-variable';
import { getEnvironmentVariable, listEnvironmentVariables } from '../../domain/environment-variables/list-environment-variables';
import { variableTypes } from '../../domain/environment-variables/rules';
import { updateEnvironmentVariable } from '../../domain/environment-variables/update-environment-variable';
import { createSecret } from '../../domain/secrets/create-secret';
import { deleteSecret } from '../../domain/secrets/delete-secret';
import { getSecret } from '../../domain/secrets/get-secret';
import { listSecrets } from '../../domain/secrets/list-secrets';
import { updateSecret } from '../../domain/secrets/update-secret';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const secretId = z.string().min(1).max(100);
const variableId = z.string().min(1).max(100);
const name = z.string().max(200);
const value = z.string().max(50_000);
const page = { cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() };

/** Values go in and never come out. */
export const secretsRouter = t.router({
  list: workspaceProcedure('secrets:read')
    .input(z.object({ search: z.string().max(200).optional(), ...page }))
    .query(({ ctx, input: { cursor, ...input } }) => listSecrets(ctx.scope, { ...input, cursor: cursor ?? undefined })),
  get: workspaceProcedure('secrets:read')
    .input(z.object({ secretId }))
    .query(({ ctx, input }) => getSecret(ctx.scope, input)),
  create: workspaceProcedure('secrets:write')
    .input(z.object({ name, value }))
    .mutation(({ ctx, input }) => createSecret(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  update: workspaceProcedure('secrets:write')
    .input(z.object({ secretId, name: name.optional(), value: value.optional() }))
    .mutation(({ ctx, input }) => updateSecret(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  delete: workspaceProcedure('secrets:write')
    .input(z.object({ secretId }))
    .mutation(({ ctx, input }) => deleteSecret(ctx.scope, input)),
});

export const environmentVariablesRouter = t.router({
  list: workspaceProcedure('tools:read')
    .input(z.object({ label: z.string().max(100).optional(), environment: z.string().max(50).optional(), type: z.enum(variableTypes).optional(), ...page }))
    .query(({ ctx, input: { cursor, ...input } }) => listEnvironmentVariables(ctx.scope, { ...input, cursor: cursor ?? undefined })),
  get: workspaceProcedure('tools:read')
    .input(z.object({ variableId }))
    .query(({ ctx, input }) => getEnvironmentVariable(ctx.scope, input)),
  create: workspaceProcedure('tools:write')
    .input(z.object({ label: z.string().max(100), type: z.enum(variableTypes), values: z.record(z.string(), z.string().max(20_000)) }))
    .mutation(({ ctx, input }) => createEnvironmentVariable(ctx.scope, input)),
  update: workspaceProcedure('tools:write')
    .input(z.object({ variableId, values: z.record(z.string(), z.string().max(20_000).nullable()) }))
    .mutation(({ ctx, input }) => updateEnvironmentVariable(ctx.scope, input)),
});
