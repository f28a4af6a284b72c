import type { Context } from 'hono';
import type { z } from 'zod';
import type { WorkspaceScope } from '../auth/scope';
import type { Permission } from '../contracts/roles';
import { AppError } from '../lib/app-error';
import type { Form } from './read-body';
import type { RestVariables } from './routes';
import { wireEndpoints } from './wire/catalogue';
import type { Endpoint } from './wire/shape';

export type Wire = Record<string, unknown>;

/** `GET /v1/convai/tools/{tool_id}`: a line of the official list. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** Names between braces in a path. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
export type Params<Key extends string> = { readonly [Name in NamesIn<Key>]: string };

export interface Request<Key extends string, Query, Body> {
  readonly params: Params<Key>;
  readonly query: Query;
  readonly body: Body;
  /** What a multipart body held; empty for other requests. */
  readonly form: Form;
  /** For headers, and for answers that are no JSON. */
  readonly context: Context<RestVariables>;
}

export interface KeyRequest<Key extends string, Query, Body> extends Request<Key, Query, Body> {
  readonly scope: WorkspaceScope;
}

export interface RouteOptions<Query, Body> {
  /** Without it the use case alone decides. */
  readonly permission?: Permission;
  /** Members of the query, where they are more than text. */
  readonly query?: z.ZodType<Query>;
  /** What the body is narrowed to after it was found to have the shape of the list. */
  readonly body?: z.ZodType<Body>;
  /** Bytes; a megabyte of JSON when nothing is said. */
  readonly largestBody?: number;
  /** The handler counts the request itself, once it knows the caller. */
  readonly limitedByHandler?: boolean;
  /** Other paths that answer the same, as old clients call it. */
  readonly aliases?: readonly string[];
  /** What differs from the original, for the table of compatibility. */
  readonly note?: string;
}

/** A route as the app mounts it and the documents describe it. */
export interface Route {
  readonly key: RouteKey;
  readonly endpoint: Endpoint;
  readonly access: 'key' | 'anyone';
  readonly options: RouteOptions<unknown, unknown>;
  /** Answers JSON by value, or a whole `Response`. */
  readonly answer: (request: KeyRequest<string, unknown, unknown>) => Promise<unknown>;
}

type Answered = Promise<unknown>;

/** A route for callers with an API key. The key, the permission, the request's shape and the answer's are checked around the handler. */
export function route<const Key extends RouteKey, Query = Readonly<Record<string, unknown>>, Body = Wire>(
  key: Key,
  options: RouteOptions<Query, Body>,
  answer: (request: KeyRequest<Key, Query, Body>) => Answered,
): Route {
  return { key, endpoint: endpointOf(key), access: 'key', options, answer: answer as Route['answer'] };
}

/** A route for anyone who reaches it; it finds its own scope. Counted by address. */
export function openRoute<const Key extends RouteKey, Query = Readonly<Record<string, unknown>>, Body = Wire>(
  key: Key,
  options: RouteOptions<Query, Body>,
  answer: (request: Request<Key, Query, Body>) => Answered,
): Route {
  return { key, endpoint: endpointOf(key), access: 'anyone', options, answer: answer as Route['answer'] };
}

/** For answers that the official list cannot be followed in: what is asked for does not exist here. */
export function unsupported(what: string): never {
  throw new AppError('not_supported', what);
}

function endpointOf(key: RouteKey): Endpoint {
  const endpoint = wireEndpoints().find(({ method, path }) => `${method} ${path}` === key);
  if (endpoint === undefined) throw new Error(`${key} is no route of the public API.`);
  return endpoint;
}
