import { z } from 'zod';
import { createSecret } from '../../../domain/secrets/create-secret';
import { deleteSecret } from '../../../domain/secrets/delete-secret';
import { getSecret } from '../../../domain/secrets/get-secret';
import { listSecretUsers } from '../../../domain/secrets/list-secret-users';
import { listSecrets, type SecretView } from '../../../domain/secrets/list-secrets';
import { updateSecret } from '../../../domain/secrets/update-secret';
import { AppError } from '../../../lib/app-error';
import { dependentToWire } from '../../mappers/dependents';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';
import { pageQuery, wholeNumber } from '../../wire/query';

const listQuery = z.object({ ...pageQuery, search: z.string().max(200).optional(), dependency_limit: wholeNumber.min(1).max(100).optional() });
const secretBody = z.looseObject({ name: z.string(), value: z.string() });

export function secretRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    route('GET /v1/convai/secrets', { permission: 'secrets:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listSecrets(scope, {
        search: query.search,
        dependencyLimit: query.dependency_limit,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { secrets: page.items.map(secretToWire), next_cursor: page.nextCursor };
    }),

    route('POST /v1/convai/secrets', { permission: 'secrets:write', body: secretBody }, async ({ scope, body }) =>
      storedToWire(await createSecret(scope, { name: body.name, value: body.value, sealKeys: services.sealKeys })),
    ),

    route('GET /v1/convai/secrets/{secret_id}', { permission: 'secrets:read' }, async ({ scope, params }) =>
      secretToWire(await getSecret(scope, { secretId: params.secret_id })),
    ),

    route('PATCH /v1/convai/secrets/{secret_id}', { permission: 'secrets:write', body: secretBody }, async ({ scope, params, body }) =>
      storedToWire(await updateSecret(scope, { secretId: params.secret_id, name: body.name, value: body.value, sealKeys: services.sealKeys })),
    ),

    route('DELETE /v1/convai/secrets/{secret_id}', { permission: 'secrets:write' }, async ({ scope, params }) => {
      await deleteSecret(scope, { secretId: params.secret_id });
    }),

    route(
      'GET /v1/convai/secrets/{secret_id}/dependencies/{resource_type}',
      { permission: 'secrets:read', query: z.object(pageQuery) },
      async ({ scope, params, query }) => {
        const { secret_id: secretId, resource_type: kind } = params;
        if (kind === 'phone_numbers') {
          // Numbers keep what they need in their own settings; none names a secret.
          await getSecret(scope, { secretId });
          return { dependencies: [], next_cursor: null };
        }
        if (kind !== 'tools' && kind !== 'agents') {
          throw new AppError('invalid_input', 'Dependencies are listed of tools, agents and phone_numbers.', { path: ['resource_type'] });
        }
        const page = await listSecretUsers(scope, { secretId, kind, cursor: query.cursor, pageSize: query.page_size });
        return { dependencies: page.items.map(dependentToWire), next_cursor: page.nextCursor };
      },
    ),
  ];
}

function storedToWire({ id, name }: { readonly id: string; readonly name: string }) {
  return { type: 'stored', secret_id: id, name };
}

function secretToWire(secret: SecretView) {
  const { tools, agents, mcpServers } = secret.usedBy;
  return {
    ...storedToWire(secret),
    used_by: {
      tools: tools.items.map(dependentToWire),
      tools_has_more: tools.nextCursor !== null,
      agents: agents.items.map(dependentToWire),
      agents_has_more: agents.nextCursor !== null,
      phone_numbers: [],
      phone_numbers_has_more: false,
      mcp_servers: mcpServers.items.map(dependentToWire),
      others: [],
    },
  };
}
