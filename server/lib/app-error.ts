import { type ErrorCode, errors } from '../contracts/errors';

export interface AppErrorOptions {
  /** What the caller may read. Defaults to `message` for expected errors and to a neutral sentence for the others. */
  readonly publicMessage?: string;
  /** Path of the offending input member, for validation errors. */
  readonly path?: readonly (string | number)[];
  readonly cause?: unknown;
}

/** The one error class that crosses use cases: each door derives its answer from `code` through the table in `contracts/errors.ts`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly path: readonly (string | number)[] | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.path = options.path;
    this.publicMessage = options.publicMessage ?? (errors[code].expected ? message : 'Something went wrong on our side.');
  }
}

/** Gives any thrown value a code: unknown ones become `internal` and keep the original as cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, { cause: thrown });
}
