import type { Context } from 'hono';
import { z } from 'zod';
import { AppError } from '../lib/app-error';
import type { RestVariables } from './routes';

export interface Form {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly files: readonly UploadedFile[];
}

export interface UploadedFile {
  /** The member it came in. */
  readonly field: string;
  readonly name: string;
  /** As the client says; not to be believed. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

export const emptyForm: Form = { fields: {}, files: [] };
const deepestJson = 200;
const mostFormMembers = 1000;

/** The request's JSON, checked. Throws `invalid_input` with what is wrong and where. */
export async function readBody<T>(context: Context<RestVariables>, schema: z.ZodType<T>): Promise<T> {
  return checked(schema, await readJson(context));
}

/** The request's JSON; nothing sent is an empty object. */
export async function readJson(context: Context<RestVariables>): Promise<unknown> {
  const text = await context.req.text();
  const value = text.trim() === '' ? {} : parse(text);
  refuseUnstorable(value);
  return value;
}

/** The query's members: text, or a list where one came several times. */
export function readQuery<T>(context: Context<RestVariables>, schema?: z.ZodType<T>): T {
  const query = Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => [name.replace(/\[\]$/, ''), values.length > 1 ? values : values[0]]),
  );
  refuseUnstorable(query);
  return checked(schema ?? (z.record(z.string(), z.unknown()) as z.ZodType<unknown> as z.ZodType<T>), query, 'query');
}

/** A multipart body. JSON is taken as well, as some clients send it when there is no file. */
export async function readForm(context: Context<RestVariables>): Promise<Form> {
  const type = context.req.header('content-type') ?? '';
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) return { fields: fieldsOfJson(await readJson(context)), files: [] };
  const data = await context.req.formData().catch((cause: unknown) => {
    throw new AppError('invalid_input', 'The multipart body cannot be read.', { cause });
  });
  const fields: Record<string, string | string[]> = {};
  const files: UploadedFile[] = [];
  let members = 0;
  for (const [given, value] of data.entries()) {
    if (++members > mostFormMembers) throw new AppError('invalid_input', `A form has at most ${mostFormMembers} members.`);
    const field = given.replace(/\[\]$/, '');
    if (typeof value !== 'string') {
      files.push({ field, name: value.name, contentType: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
      continue;
    }
    const before = Object.hasOwn(fields, field) ? fields[field] : undefined;
    fields[field] = before === undefined ? value : [before, value].flat();
  }
  refuseUnstorable(fields);
  return { fields, files };
}

/** A member of a form that is one text. */
export function fieldOf(form: Form, name: string): string | undefined {
  const value = Object.hasOwn(form.fields, name) ? form.fields[name] : undefined;
  return typeof value === 'string' ? value : value?.[0];
}

/** A file of a form. Throws `invalid_input` when there is none. */
export function fileOf(form: Form, name: string): UploadedFile {
  const file = form.files.find(({ field }) => field === name);
  if (file === undefined || file.bytes.length === 0) throw new AppError('invalid_input', 'Field required', { path: [name] });
  return file;
}

export function checked<T>(schema: z.ZodType<T>, value: unknown, part: 'body' | 'query' = 'body'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidRequest(result.error, part);
}

/** What is wrong with a request, and in which part of it. */
export class InvalidRequest extends AppError {
  readonly part: 'body' | 'query';

  constructor(cause: z.ZodError, part: 'body' | 'query') {
    super('invalid_input', 'The request is not valid.', { cause });
    this.part = part;
  }
}

function fieldsOfJson(value: unknown): Form['fields'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AppError('invalid_input', 'The body is no form.');
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, typeof member === 'string' ? member : JSON.stringify(member)]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not valid JSON.', { cause });
  }
}

/** Text that PostgreSQL cannot hold, and nesting that would exhaust the stack of whoever walks it. Goes through without calling itself for that reason. */
function refuseUnstorable(root: unknown): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') refuseText(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepestJson) throw new AppError('invalid_input', `The body is nested more than ${deepestJson} deep.`);
    if (!Array.isArray(value)) Object.keys(value).forEach(refuseText);
    for (const member of Object.values(value)) waiting.push({ value: member, depth: depth + 1 });
  }
}

function refuseText(text: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) throw new AppError('invalid_input', 'Text holds a character that cannot be stored.');
}
