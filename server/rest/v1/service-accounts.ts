import { z } from 'zod';
import {
  changeServiceAccountKey,
  createServiceAccount,
  createServiceAccountKey,
  deleteServiceAccountKey,
  listServiceAccountKeys,
  listServiceAccounts,
  type ServiceAccountKey,
} from '../../domain/service-accounts/service-accounts';
import { type Route, route, type Wire } from '../route';
import type { RouteDeps } from '../routes';
import { unixSecs } from '../mappers/agent';

const words = z.union([z.literal('all').transform(() => ['all']), z.array(z.string().max(60)).min(1).max(100)]);
const unlessKept = <T>(schema: z.ZodType<T>) => z.union([z.literal('no_update').transform(() => undefined), schema]).nullish();
const limit = z.number().int().min(0).max(2_000_000_000);
const addresses = z.array(z.string().max(60)).max(100);

const keyBody = z.looseObject({ name: z.string().max(100), permissions: words, character_limit: limit.nullish(), allowed_ips: addresses.nullish() });
const keyChanges = z.looseObject({
  name: z.string().max(100).nullish(),
  is_enabled: unlessKept(z.boolean()),
  permissions: unlessKept(words),
  character_limit: unlessKept(z.union([z.literal('clear').transform(() => null), limit])),
  allowed_ips: unlessKept(z.union([z.literal('clear').transform(() => null), addresses])),
});

export function serviceAccountRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/service-accounts', { permission: 'api-keys:read' }, async ({ scope }) => {
      const accounts = await listServiceAccounts(scope);
      return {
        'service-accounts': accounts.map(({ id, name, createdAt, keys }) => ({
          service_account_user_id: id,
          name,
          created_at_unix: unixSecs(createdAt),
          'api-keys': keys.map((key) => keyToWire(id, key)),
          default_sharing_groups: [],
        })),
      };
    }),

    route('POST /v1/service-accounts', { permission: 'api-keys:write', body: z.looseObject({ name: z.string().max(100) }) }, async ({ scope, body }) => ({
      'service-account-user-id': await createServiceAccount(scope, { name: body.name }),
    })),

    route('GET /v1/service-accounts/{service_account_user_id}/api-keys', { permission: 'api-keys:read' }, async ({ scope, params }) => {
      const keys = await listServiceAccountKeys(scope, params.service_account_user_id);
      return { 'api-keys': keys.map((key) => keyToWire(params.service_account_user_id, key)) };
    }),

    route('POST /v1/service-accounts/{service_account_user_id}/api-keys', { permission: 'api-keys:write', body: keyBody }, async ({ scope, params, body }) => {
      const key = await createServiceAccountKey(scope, {
        serviceAccountId: params.service_account_user_id,
        name: body.name,
        permissions: body.permissions,
        characterLimit: body.character_limit ?? undefined,
        allowedIps: body.allowed_ips ?? undefined,
      });
      return { 'xi-api-key': key.key, key_id: key.id };
    }),

    route(
      'PATCH /v1/service-accounts/{service_account_user_id}/api-keys/{api_key_id}',
      { permission: 'api-keys:write', body: keyChanges },
      async ({ scope, params, body }) => {
        await changeServiceAccountKey(
          scope,
          { serviceAccountId: params.service_account_user_id, keyId: params.api_key_id },
          {
            name: body.name ?? undefined,
            isEnabled: body.is_enabled ?? undefined,
            permissions: body.permissions ?? undefined,
            characterLimit: body.character_limit,
            allowedIps: body.allowed_ips,
          },
        );
        return {};
      },
    ),

    route('DELETE /v1/service-accounts/{service_account_user_id}/api-keys/{api_key_id}', { permission: 'api-keys:write' }, async ({ scope, params }) => {
      await deleteServiceAccountKey(scope, { serviceAccountId: params.service_account_user_id, keyId: params.api_key_id });
      return {};
    }),
  ];
}

function keyToWire(serviceAccountId: string, key: ServiceAccountKey): Wire {
  return {
    name: key.name,
    hint: key.prefix,
    key_id: key.id,
    service_account_user_id: serviceAccountId,
    created_at_unix: unixSecs(key.createdAt),
    is_disabled: key.isDisabled,
    disable_reason: key.isDisabled ? 'self_disabled' : null,
    permissions: key.permissions.includes('all') ? null : key.permissions,
    character_limit: key.characterLimit,
    hashed_xi_api_key: key.keyHash,
    allowed_ips: key.allowedIps.length === 0 ? null : key.allowedIps,
  };
}
