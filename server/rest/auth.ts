import type { Context, MiddlewareHandler } from 'hono';
import { sessionFromCookieHeader } from '../auth/session-cookie';
import { scopeForApiKey, scopeForConversation, scopeForMember, scopeForSingleUseToken, type WorkspaceScope } from '../auth/scope';
import { AppError } from '../lib/app-error';
import type { RestVariables, RouteDeps } from './routes';
import type { Allowance, RequestLimit } from '../lib/request-limit';

/** For callers with an API key: sets `scope`, counts the request, and tells the caller where it stands. */
export function withKey(deps: RouteDeps): MiddlewareHandler<RestVariables> {
  return async (context, next) => {
    context.set('scope', await scopeFromKey(deps, context));
    await next();
  };
}

/** For anyone; counted by address. */
export function withoutKey(deps: RouteDeps): MiddlewareHandler<RestVariables> {
  return async (context, next) => {
    check(context, deps.limits.perIp, context.get('ip'));
    await next();
  };
}

/** Reading one conversation: with an API key, or, from our own pages, as a signed-in member of its workspace. */
export async function scopeForReading(deps: RouteDeps, context: Context<RestVariables>, conversationId: string): Promise<WorkspaceScope> {
  if (keyOf(context) !== undefined) return scopeFromKey(deps, context);
  const session = await sessionFromCookieHeader(deps.db, context.req.header('cookie'), deps.services.secret);
  if (session === null) throw new AppError('unauthenticated', 'An API key is needed: send it in the header xi-api-key.');
  check(context, deps.limits.perKey, `user ${session.userId}`);
  const { workspaceId } = await scopeForConversation(deps.db, conversationId);
  return scopeForMember(deps.db, session.userId, workspaceId, { ip: context.get('ip') });
}

/** With an API key, or in its place with a single-use token of this kind. */
export async function scopeFromKeyOrToken(deps: RouteDeps, context: Context<RestVariables>, kind: string, token: unknown): Promise<WorkspaceScope> {
  if (keyOf(context) !== undefined || typeof token !== 'string') return scopeFromKey(deps, context);
  check(context, deps.limits.perIp, context.get('ip'));
  return scopeForSingleUseToken(deps.db, token, kind, { ip: context.get('ip') });
}

export function keyOf(context: Context<RestVariables>): string | undefined {
  const header = context.req.header('xi-api-key')?.trim();
  if (header !== undefined && header !== '') return header;
  const bearer = /^Bearer\s+(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  return bearer;
}

async function scopeFromKey(deps: RouteDeps, context: Context<RestVariables>): Promise<WorkspaceScope> {
  const key = keyOf(context);
  if (key === undefined) throw new AppError('unauthenticated', 'An API key is needed: send it in the header xi-api-key.');
  try {
    const scope = await scopeForApiKey(deps.db, key, { ip: context.get('ip') });
    check(context, deps.limits.perKey, scope.actor.id);
    return scope;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'invalid_api_key') check(context, deps.limits.failures, context.get('ip'));
    throw thrown;
  }
}

/** Throws `rate_limited`, with the headers that say how long to wait. */
function check(context: Context<RestVariables>, limit: RequestLimit, caller: string): Allowance {
  const allowance = limit.count(caller);
  context.header('ratelimit-limit', String(allowance.limit));
  context.header('ratelimit-remaining', String(allowance.remaining));
  context.header('ratelimit-reset', String(allowance.resetSeconds));
  if (!allowance.isExceeded) return allowance;
  context.header('retry-after', String(allowance.resetSeconds));
  throw new AppError('rate_limited', `Too many requests. Try again in ${allowance.resetSeconds} seconds.`);
}
