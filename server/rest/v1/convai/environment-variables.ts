import { z } from 'zod';
import { createEnvironmentVariable } from '../../../domain/environment-variables/create-environment-variable';
import {
  type EnvironmentVariableView,
  getEnvironmentVariable,
  listEnvironmentVariables,
} from '../../../domain/environment-variables/list-environment-variables';
import { type VariableType, variableTypes } from '../../../domain/environment-variables/rules';
import { updateEnvironmentVariable } from '../../../domain/environment-variables/update-environment-variable';
import { AppError } from '../../../lib/app-error';
import { unixSecs } from '../../mappers/agent';
import { type Route, route } from '../../route';
import { pageQuery } from '../../wire/query';

const listQuery = z.object({
  ...pageQuery,
  label: z.string().max(100).optional(),
  environment: z.string().max(50).optional(),
  type: z.enum(variableTypes).optional(),
});

const value = z.union([z.string().max(20_000), z.looseObject({ secret_id: z.string() }), z.looseObject({ auth_connection_id: z.string() })]);
const createBody = z.looseObject({ label: z.string(), type: z.enum(variableTypes), values: z.record(z.string(), value) });
const updateBody = z.looseObject({ values: z.record(z.string(), value.nullable()) });

export function environmentVariableRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/environment-variables', { permission: 'tools:read', query: listQuery }, async ({ scope, query }) => {
      const { page_size: pageSize, ...filter } = query;
      const page = await listEnvironmentVariables(scope, { ...filter, pageSize });
      return {
        environment_variables: page.items.map((variable) => variableToWire(variable, scope.workspaceId)),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    }),

    route('POST /v1/convai/environment-variables', { permission: 'tools:write', body: createBody }, async ({ scope, body }) => {
      const values = valuesFromWire(body.type, body.values);
      return variableToWire(await createEnvironmentVariable(scope, { label: body.label, type: body.type, values }), scope.workspaceId);
    }),

    route('GET /v1/convai/environment-variables/{env_var_id}', { permission: 'tools:read' }, async ({ scope, params }) =>
      variableToWire(await getEnvironmentVariable(scope, { variableId: params.env_var_id }), scope.workspaceId),
    ),

    route('PATCH /v1/convai/environment-variables/{env_var_id}', { permission: 'tools:write', body: updateBody }, async ({ scope, params, body }) => {
      const { type } = await getEnvironmentVariable(scope, { variableId: params.env_var_id });
      const values = valuesFromWire(type, body.values);
      return variableToWire(await updateEnvironmentVariable(scope, { variableId: params.env_var_id, values }), scope.workspaceId);
    }),
  ];
}

const memberOf = { string: null, secret: 'secret_id', auth_connection: 'auth_connection_id' } as const;

function valuesFromWire<V extends z.output<typeof value> | null>(type: VariableType, values: Readonly<Record<string, V>>) {
  const member = memberOf[type];
  const read = (environment: string, given: V) => {
    if (given === null) return null;
    const text = member === null ? given : typeof given === 'object' ? (given as Record<string, unknown>)[member] : undefined;
    if (typeof text === 'string') return text;
    throw new AppError('invalid_input', `A value of this variable is ${member === null ? 'text' : `an object with ${member}`}.`, {
      path: ['values', environment],
    });
  };
  return Object.fromEntries(Object.entries(values).map(([environment, given]) => [environment, read(environment, given)])) as Record<
    string,
    string | Extract<V, null>
  >;
}

function variableToWire(variable: EnvironmentVariableView, workspaceId: string) {
  const member = memberOf[variable.type];
  return {
    id: variable.id,
    workspace_id: workspaceId,
    label: variable.label,
    type: variable.type,
    values: member === null ? variable.values : Object.fromEntries(Object.entries(variable.values).map(([environment, id]) => [environment, { [member]: id }])),
    created_at_unix_secs: unixSecs(variable.createdAt),
    updated_at_unix_secs: unixSecs(variable.updatedAt),
    created_by_user_id: variable.createdBy,
  };
}
