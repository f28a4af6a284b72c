import type { Context } from 'hono';
import { ZodError } from 'zod';
import { errors } from '../contracts/errors';
import { type AppError, toAppError } from '../lib/app-error';
import type { RestVariables } from './routes';
import { toWireName } from './mappers/case';

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
  return error.cause.issues.slice(0, 50).map((issue) => ({
    loc: ['body', ...issue.path.map((part) => wirePart(typeof part === 'symbol' ? String(part) : part))],
    msg: issue.message,
    type: issue.code === 'invalid_type' && issue.message.includes('undefined') ? 'missing' : issue.code,
  }));
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
