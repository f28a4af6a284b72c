import { TRPCError } from '@trpc/server';
import { errors } from '../contracts/errors';
import { AppError, toAppError } from '../lib/app-error';
import type { Logger } from '../lib/logger';

/** The one place where our errors become tRPC's. */
export function toTrpcError(thrown: unknown): TRPCError {
  const isOurs = thrown instanceof AppError;
  const appError = toAppError(thrown);
  return new TRPCError({ code: errors[appError.code].trpc, message: appError.publicMessage, cause: isOurs ? thrown : appError });
}

/** Expected errors are information, surprises are faults. */
export function logFailure(log: Logger, error: TRPCError, fields: Readonly<Record<string, unknown>>): void {
  const appError = error.cause instanceof AppError ? error.cause : undefined;
  const isExpected = appError === undefined ? error.code !== 'INTERNAL_SERVER_ERROR' : errors[appError.code].expected;
  if (isExpected) log.info({ ...fields, code: appError?.code ?? error.code }, 'request refused');
  else log.error({ ...fields, err: appError?.cause ?? appError ?? error }, 'request failed');
}
