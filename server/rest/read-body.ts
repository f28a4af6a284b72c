import type { Context } from 'hono';
import type { z } from 'zod';
import { AppError } from '../lib/app-error';
import type { RestVariables } from './routes';

/** The request's JSON, checked. Throws `invalid_input` with what is wrong and where. */
export async function readBody<T>(context: Context<RestVariables>, schema: z.ZodType<T>): Promise<T> {
  const text = await context.req.text();
  return checked(schema, text.trim() === '' ? {} : parse(text));
}

export function readQuery<T>(context: Context<RestVariables>, schema: z.ZodType<T>): T {
  const query = Object.fromEntries(Object.entries(context.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
  return checked(schema, query);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not valid JSON.', { cause });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('invalid_input', 'The request is not valid.', { cause: result.error });
}
