import { authConnectionFreeKeyedPaths } from '../../../contracts/auth-connection';
import { createAuthConnection } from '../../../domain/auth-connections/create-auth-connection';
import { deleteAuthConnection } from '../../../domain/auth-connections/delete-auth-connection';
import { type AuthConnectionView, listAuthConnections } from '../../../domain/auth-connections/list-auth-connections';
import { updateAuthConnection } from '../../../domain/auth-connections/update-auth-connection';
import { fromWire, toWire } from '../../../contracts/wire-case';
import { dependentToWire } from '../../mappers/dependents';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';

export function authConnectionRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    route('GET /v1/workspace/auth-connections', { permission: 'secrets:read' }, async ({ scope }) => ({
      auth_connections: (await listAuthConnections(scope)).map(connectionToWire),
    })),

    route('POST /v1/workspace/auth-connections', { permission: 'secrets:write' }, async ({ scope, body }) =>
      connectionToWire(await createAuthConnection(scope, { config: fromWire(body, authConnectionFreeKeyedPaths), sealKeys: services.sealKeys })),
    ),

    route('PATCH /v1/workspace/auth-connections/{auth_connection_id}', { permission: 'secrets:write' }, async ({ scope, params, body }) => {
      const changes = fromWire(body, authConnectionFreeKeyedPaths) as Record<string, unknown>;
      return connectionToWire(await updateAuthConnection(scope, { connectionId: params.auth_connection_id, changes, sealKeys: services.sealKeys }));
    }),

    route('DELETE /v1/workspace/auth-connections/{auth_connection_id}', { permission: 'secrets:write' }, async ({ scope, params }) => {
      await deleteAuthConnection(scope, { connectionId: params.auth_connection_id });
      return null;
    }),
  ];
}

function connectionToWire(connection: AuthConnectionView): Wire {
  return {
    ...(toWire(connection.settings, authConnectionFreeKeyedPaths) as Wire),
    id: connection.id,
    name: connection.name,
    provider: connection.provider,
    auth_type: connection.authType,
    status: connection.status,
    status_detail: connection.statusDetail,
    status_updated_at: connection.statusUpdatedAt?.toISOString() ?? null,
    used_by: {
      tools: connection.usedBy.tools.map(dependentToWire),
      mcp_servers: connection.usedBy.mcpServers.map(dependentToWire),
      integration_connections: [],
    },
  };
}
