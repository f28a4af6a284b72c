import type { ToolConfig } from '@/server/contracts/tool-config';

/** Where a parameter goes: into the address, its query, the body, or (client tools) to the client. */
export type ParameterPlace = 'path' | 'query' | 'body' | 'client';
type Schema = Readonly<Record<string, unknown>>;

export interface ParameterRow {
  readonly place: ParameterPlace;
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

export type ValueSource = 'model' | 'variable' | 'constant' | 'other';

export const parameterTypes = ['string', 'number', 'integer', 'boolean'] as const;

/** The parameters of a webhook or client tool, one row each, in the order they are sent. */
export function parametersOf(config: ToolConfig): readonly ParameterRow[] {
  if (config.type === 'client') return rowsOf('client', config.parameters);
  if (config.type !== 'webhook' || !('apiSchema' in config)) return [];
  const { pathParamsSchema, queryParamsSchema, requestBodySchema } = webhookSchemas(config);
  return [
    ...Object.entries(pathParamsSchema).map(
      ([name, schema]): ParameterRow => ({
        place: 'path',
        name,
        schema,
        isRequired: true,
      }),
    ),
    ...rowsOf('query', queryParamsSchema),
    ...rowsOf('body', requestBodySchema),
  ];
}

/** The config with these parameters; what else its schemas say stays. */
export function withParameters(config: ToolConfig, rows: readonly ParameterRow[]): ToolConfig {
  if (config.type === 'client')
    return {
      ...config,
      parameters: schemaOf(config.parameters, rows, 'client'),
    } as ToolConfig;
  if (config.type !== 'webhook' || !('apiSchema' in config)) return config;
  const { queryParamsSchema, requestBodySchema } = webhookSchemas(config);
  return {
    ...config,
    apiSchema: {
      ...(config.apiSchema as Schema),
      pathParamsSchema: Object.fromEntries(rows.filter(({ place }) => place === 'path').map(({ name, schema }) => [name, schema])),
      queryParamsSchema: schemaOf(queryParamsSchema, rows, 'query'),
      requestBodySchema: schemaOf(requestBodySchema, rows, 'body'),
    },
  } as ToolConfig;
}

export function sourceOf(schema: Schema): ValueSource {
  const { type } = schema;
  if (!parameterTypes.some((known) => known === type)) return 'other';
  if (schema['is_omitted'] === true || schema['is_system_provided'] === true) return 'other';
  if (typeof schema['dynamic_variable'] === 'string' && schema['dynamic_variable'] !== '') return 'variable';
  if (!['', null, undefined].includes(schema['constant_value'] as never)) return 'constant';
  return 'model';
}

/** What a model might send, to begin a test call with. */
export function exampleArguments(rows: readonly ParameterRow[]): Record<string, unknown> {
  const asked = rows.filter(
    ({ schema }) => ['model', 'other'].includes(sourceOf(schema)) && schema['is_omitted'] !== true && schema['is_system_provided'] !== true,
  );
  return Object.fromEntries(asked.map(({ name, schema }) => [name, exampleOf(schema)]));
}

function exampleOf(schema: Schema): unknown {
  const choices = schema['enum'];
  if (Array.isArray(choices) && choices.length > 0) return choices[0] as unknown;
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([name, inner]) => [name, exampleOf(inner)]));
    default:
      return '';
  }
}

interface ObjectLike {
  readonly properties?: Readonly<Record<string, Schema>> | null | undefined;
  readonly required?: readonly string[] | null | undefined;
}

function webhookSchemas(config: ToolConfig) {
  const { pathParamsSchema, queryParamsSchema, requestBodySchema } = (config as { apiSchema: Readonly<Record<string, unknown>> }).apiSchema;
  return {
    pathParamsSchema: (pathParamsSchema ?? {}) as Readonly<Record<string, Schema>>,
    queryParamsSchema: queryParamsSchema as ObjectLike | null | undefined,
    requestBodySchema: requestBodySchema as ObjectLike | null | undefined,
  };
}

function rowsOf(place: ParameterPlace, schema: unknown): ParameterRow[] {
  const { properties, required } = (schema ?? {}) as ObjectLike;
  return Object.entries(properties ?? {}).map(([name, inner]) => ({
    place,
    name,
    schema: inner,
    isRequired: required?.includes(name) ?? false,
  }));
}

function schemaOf(before: unknown, rows: readonly ParameterRow[], place: ParameterPlace): unknown {
  const here = rows.filter((row) => row.place === place);
  // A schema that was never there is not made for nothing.
  if (here.length === 0 && (before === null || before === undefined)) return before;
  return {
    ...(place === 'query' ? {} : { type: 'object' }),
    ...(before as object | null | undefined),
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
}
