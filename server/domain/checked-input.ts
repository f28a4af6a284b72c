import type { z } from 'zod';
import { AppError } from '../lib/app-error';

/** The value with defaults filled in. Throws `invalid_input` with the path of what is wrong, put behind `at`. */
export function checkedInput<T>(schema: z.ZodType<T>, value: unknown, at: readonly (string | number)[] = []): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const path = [...at, ...(first?.path ?? []).filter((part): part is string | number => typeof part !== 'symbol')];
  throw new AppError('invalid_input', `${path.join('.')}: ${first?.message ?? 'is not valid'}`, { path });
}
