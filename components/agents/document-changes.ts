export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface DocumentChange {
  /** Member names from the top, such as `['conversationConfig', 'tts', 'speed']`. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What must be sent to turn one document into the other: objects hold only the members that differ, lists and plain values stand whole, and null
 * takes a member away. Undefined when nothing differs.
 */
export function changesBetween(before: unknown, after: unknown): unknown {
  if (isSame(before, after)) return undefined;
  if (!isObject(before) || !isObject(after)) return after === undefined ? null : after;
  const entries: [string, unknown][] = [];
  for (const key of keysOf(before, after)) {
    const change = changesBetween(before[key], after[key]);
    if (change !== undefined) entries.push([key, change]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The document with changes laid over it, as the server does when it saves them. */
export function applyChanges(document: unknown, changes: unknown): unknown {
  if (changes === undefined) return document;
  if (!isObject(document) || !isObject(changes)) return changes;
  const result: Record<string, unknown> = { ...document };
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) delete result[key];
    else result[key] = applyChanges(document[key], change);
  }
  return result;
}

/** The differing values one by one, in the documents' order. */
export function listChanges(before: unknown, after: unknown, path: readonly string[] = []): readonly DocumentChange[] {
  if (isSame(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ path, before, after }];
  return keysOf(before, after).flatMap((key) => listChanges(before[key], after[key], [...path, key]));
}

export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  // A member that is absent and one that is null mean the same to the server.
  if ((a ?? null) === null && (b ?? null) === null) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  return isObject(a) && isObject(b) && keysOf(a, b).every((key) => isSame(a[key], b[key]));
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
