import type { Context } from 'hono';
import { ZodError } from 'zod';
import { errors } from '../contracts/errors';
import { type AppError, toAppError } from '../lib/app-error';
import { InvalidRequest } from './read-body';
import type { RestVariables } from './routes';
import { toWireName } from '../contracts/wire-case';

/** The one place where our errors become the public API's. */
export function answerError(context: Context<RestVariables>, thrown: unknown): Response {
  const error = toAppError(thrown);
  const rule = errors[error.code];
  const requestId = context.get('requestId');
  const log = context.get('log');
  if (rule.expected) log.info({ code: error.code }, 'request refused');
  else log.error({ code: error.code, err: error.cause ?? error }, 'request failed');
  return context.json(bodyOf(error, requestId), rule.http);
}

/** A list of what is wrong with the input, or one thing with a `status` that names its kind. */
export function bodyOf(error: AppError, requestId: string): { detail: unknown } {
  const rule = errors[error.code];
  if (error.code === 'invalid_input') return { detail: issuesOf(error) };
  return {
    detail: { type: typeOf(rule.http), code: rule.status, status: rule.status, message: error.publicMessage, request_id: requestId, param: null },
  };
}

function issuesOf(error: AppError) {
  if (!(error.cause instanceof ZodError)) return [{ loc: ['body', ...(error.path ?? []).map(wirePart)], msg: error.publicMessage, type: 'value_error' }];
  const where = error instanceof InvalidRequest ? error.part : 'body';
  return error.cause.issues.slice(0, 50).map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    // Those found by a shape of the public API are in its words already.
    const type = issue.code === 'custom' ? (issue.params?.['type'] as string | undefined) : undefined;
    if (type !== undefined) return { loc: [where, ...path], msg: issue.message, type };
    return {
      loc: [where, ...path.map(wirePart)],
      msg: issue.message,
      type: issue.code === 'invalid_type' && issue.message.includes('undefined') ? 'missing' : issue.code,
    };
  });
}

function wirePart(part: string | number): string | number {
  return typeof part === 'number' ? part : toWireName(part);
}

function typeOf(http: number): string {
  if (http === 401) return 'authentication_error';
  if (http === 403) return 'authorization_error';
  if (http === 404) return 'not_found';
  if (http === 409) return 'conflict';
  if (http === 429) return 'rate_limit_error';
  return http >= 500 ? 'internal_error' : 'validation_error';
}
