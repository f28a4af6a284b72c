import { z } from 'zod';
import { scopeForMember } from '../auth/scope';
import type { Permission } from '../contracts/roles';
import { AppError } from '../lib/app-error';
import { logFailure, toTrpcError } from './errors';
import { t } from './init';

const answersInOurErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const error = result.error.cause === undefined ? result.error : fromCause(result.error);
  logFailure(ctx.log, error, { path, requestId: ctx.requestId });
  return { ...result, error };
});

function fromCause(error: Parameters<typeof logFailure>[1]) {
  // tRPC wraps what a procedure threw as INTERNAL_SERVER_ERROR; its own errors (bad input) already say what they are.
  return error.code === 'INTERNAL_SERVER_ERROR' ? toTrpcError(error.cause) : error;
}

/** For anyone. */
export const publicProcedure = t.procedure.use(answersInOurErrors);

/** For someone signed in, whatever workspace. */
export const memberProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.session === null) throw new AppError('unauthenticated', 'Sign in first.');
  return next({ ctx: { ...ctx, session: ctx.session } });
});

/** For a member of the workspace named in the input who has this permission. Gives the procedure its scope. */
export function workspaceProcedure(permission: Permission) {
  return memberProcedure
    .meta({ permission })
    .input(z.object({ workspace: z.string().min(1).max(100) }))
    .use(async ({ ctx, input, next }) => {
      const scope = await scopeForMember(ctx.db, ctx.session.userId, input.workspace, { ip: ctx.ip });
      scope.may(permission);
      return next({ ctx: { ...ctx, scope } });
    });
}
