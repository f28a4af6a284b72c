import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { ZodError, z } from 'zod';
import type { Permission } from '../contracts/roles';
import { AppError } from '../lib/app-error';
import type { Context } from './context';

export interface ProcedureMeta {
  /** What a member's role must allow. */
  readonly permission?: Permission;
}

export const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter({ shape, error, ctx }) {
      const appError = error.cause instanceof AppError ? error.cause : undefined;
      const zodError = [error.cause, appError?.cause].find((cause) => cause instanceof ZodError);
      const code = appError?.code ?? (zodError === undefined ? undefined : 'invalid_input');
      return {
        // Only what was written for the caller leaves: an unforeseen error may quote anything.
        message:
          appError?.publicMessage ??
          (error.code === 'INTERNAL_SERVER_ERROR'
            ? 'Something went wrong on our side.'
            : zodError instanceof ZodError
              ? z.prettifyError(zodError)
              : shape.message),
        code: shape.code,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          /** Our own code, from `contracts/errors.ts`. */
          appCode: code ?? 'internal',
          /** Where the input is wrong. */
          inputPath: appError?.path ?? null,
          inputErrors: zodError === undefined ? null : z.treeifyError(zodError),
          requestId: ctx?.requestId ?? null,
        },
      };
    },
  });
