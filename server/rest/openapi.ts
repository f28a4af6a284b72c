import type { Route } from './route';
import { wireShapes } from './wire/catalogue';
import type { Field, Shape } from './wire/shape';

type Json = Record<string, unknown>;

/** The public API as an OpenAPI 3.1 document: the routes there are, with the shapes they are checked against. */
export function openApiDocument(routes: readonly Route[], server: string): Json {
  const used = new Set<string>();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const { path, method } = route.endpoint;
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(route, used);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      summary: 'Voice agents, speech and conversations',
      description: 'Speaks the REST API of ElevenLabs Agents: official clients work with another base URL.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routes.map(({ endpoint }) => endpoint.group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'xi-api-key' } },
      schemas: schemasOf(used),
    },
  };
}

function operationOf({ key, endpoint, access, options }: Route, used: Set<string>): Json {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const body = bodyOf(endpoint.request, endpoint.form, used);
  return {
    operationId: operationId(key),
    tags: [endpoint.group],
    summary: sentence(endpoint.summary),
    ...(options.note === undefined ? {} : { description: options.note }),
    ...(endpoint.deprecated ? { deprecated: true } : {}),
    ...(access === 'anyone' ? { security: [{}] } : {}),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...endpoint.query.map((name) => ({ name, in: 'query', required: false, schema: {} })),
    ],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      [String(endpoint.success)]: answerOf(endpoint.answer, endpoint.success, used),
      ...(names.length > 0 ? { '404': errorAnswer('There is no such thing in this workspace.') } : {}),
      ...(access === 'key' ? { '401': errorAnswer('The API key is missing or not good.') } : {}),
      '422': {
        description: 'The request is not valid.',
        content: { 'application/json': { schema: { type: 'object', properties: { detail: { type: 'array', items: problem } }, required: ['detail'] } } },
      },
      '429': errorAnswer('Too many requests: see the header Retry-After.'),
    },
  };
}

function bodyOf(request: Shape | null, form: readonly string[] | null, used: Set<string>): Json | undefined {
  if (form !== null) {
    const properties = Object.fromEntries(form.map((name) => [name, /(^|_)(file|files)$/.test(name) ? { type: 'string', format: 'binary' } : {}]));
    return { content: { 'multipart/form-data': { schema: { type: 'object', properties } } } };
  }
  return request === null ? undefined : { content: { 'application/json': { schema: schemaOf(request, used) } } };
}

function answerOf(answer: Shape | 'bytes' | 'text', success: number, used: Set<string>): Json {
  const description = 'Done.';
  if (success === 204) return { description };
  if (answer === 'bytes') return { description, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  if (answer === 'text') return { description, content: { 'text/plain': { schema: { type: 'string' } } } };
  return { description, content: { 'application/json': { schema: schemaOf(answer, used) } } };
}

const problem = {
  type: 'object',
  properties: { loc: { type: 'array', items: {} }, msg: { type: 'string' }, type: { type: 'string' } },
  required: ['loc', 'msg', 'type'],
};

function errorAnswer(description: string): Json {
  const detail = { type: 'object', properties: { status: { type: 'string' }, message: { type: 'string' } }, required: ['status', 'message'] };
  return { description, content: { 'application/json': { schema: { type: 'object', properties: { detail }, required: ['detail'] } } } };
}

/** Shapes that are named, and those that they name. */
function schemasOf(used: Set<string>): Json {
  const schemas: Json = {};
  // A set that grows while it is gone through is gone through to its new end.
  for (const name of used) schemas[name] = schemaOf(wireShapes()[name] ?? 'unknown', used);
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function schemaOf(shape: Shape, used: Set<string>): Json {
  if (typeof shape === 'string') return shape === 'unknown' || shape === 'void' ? {} : { type: shape };
  if ('ref' in shape) {
    if (!Object.hasOwn(wireShapes(), shape.ref)) return {};
    used.add(shape.ref);
    return { $ref: `#/components/schemas/${shape.ref}` };
  }
  // Words that are known today, and any other.
  if ('oneOf' in shape) return { type: 'string', examples: shape.oneOf };
  if ('array' in shape) return { type: 'array', items: schemaOf(shape.array, used) };
  if ('map' in shape) return { type: 'object', additionalProperties: schemaOf(shape.map, used) };
  if ('anyOf' in shape) return { anyOf: shape.anyOf.map((option) => schemaOf(option, used)) };
  if ('tag' in shape) return taggedSchema(shape, used);
  const required = Object.entries(shape.object).filter(([, field]) => field.optional !== true && field.default === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(shape.object).map(([name, field]) => [name, fieldSchema(field, used)])),
    ...(required.length > 0 ? { required: required.map(([name]) => name) } : {}),
  };
}

function taggedSchema({ tag, cases }: Extract<Shape, { tag: string }>, used: Set<string>): Json {
  const options = Object.entries(cases).map(([value, shape]) => ({
    allOf: [{ type: 'object', properties: { [tag]: { const: value } }, required: [tag] }, schemaOf(shape, used)],
  }));
  return { anyOf: options };
}

function fieldSchema(field: Field, used: Set<string>): Json {
  const type = schemaOf(field.type, used);
  const limits = {
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.min === undefined ? {} : { minimum: field.min }),
    ...(field.above === undefined ? {} : { exclusiveMinimum: field.above }),
    ...(field.max === undefined ? {} : { maximum: field.max }),
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field.maxItems === undefined ? {} : { maxItems: field.maxItems }),
    ...(field.deprecated === true ? { deprecated: true } : {}),
  };
  if (field.optional !== true || Object.keys(type).length === 0) return { ...type, ...limits };
  return { anyOf: [type, { type: 'null' }], ...limits };
}

/** `GET /v1/convai/tools/{tool_id}` → `get_convai_tools_tool_id`. */
function operationId(key: string): string {
  return key
    .toLowerCase()
    .replace('/v1/', '/')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
