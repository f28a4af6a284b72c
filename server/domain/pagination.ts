import { AppError } from '../lib/app-error';

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; asks for the next page. Null on the last one. */
  readonly nextCursor: string | null;
}

export interface Cursor {
  /** Value of the sorted column in the last row of the page before: a time in ms, or text. */
  readonly value: string | number;
  readonly id: string;
}

export const defaultPageSize = 30;
export const maximumPageSize = 100;

export function pageSizeOf(asked: number | undefined): number {
  return Math.min(Math.max(Math.trunc(asked ?? defaultPageSize), 1), maximumPageSize);
}

/** Throws `bad_request` for text that is no cursor of ours. */
export function readCursor(text: string | null | undefined, kind: 'text' | 'time'): Cursor | undefined {
  if (text === undefined || text === null || text === '') return undefined;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    if (typeof id === 'string' && typeof value === (kind === 'time' ? 'number' : 'string')) return { value: value as string | number, id };
  } catch {
    // Told below: any text may arrive here.
  }
  throw new AppError('bad_request', 'The cursor is not valid.');
}

export function writeCursor({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** The rows that come after `cursor` when sorted by `field` and then by id, both in `direction`. */
export function rowsAfter(field: string, direction: 'asc' | 'desc', cursor: Cursor | undefined, isTime: boolean): Record<string, unknown> {
  if (cursor === undefined) return {};
  const beyond = direction === 'asc' ? 'gt' : 'lt';
  const value = isTime ? new Date(cursor.value) : cursor.value;
  return { OR: [{ [field]: { [beyond]: value } }, { [field]: value, id: { [beyond]: cursor.id } }] };
}

/** Cuts a page off rows that were asked for with one more than its size. */
export function cutPage<Row, T>(rows: readonly Row[], size: number, position: (row: Row) => Cursor, shape: (row: Row) => T): Page<T> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: shown.map(shape), nextCursor: rows.length > size && last !== undefined ? writeCursor(position(last)) : null };
}

/** Where a page begins in a list that is ordered anew for each request. */
export function readOffset(cursor: string | null | undefined): number {
  const offset = readCursor(cursor, 'time')?.value ?? 0;
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

export function writeOffset(offset: number): string {
  return writeCursor({ value: offset, id: 'offset' });
}
