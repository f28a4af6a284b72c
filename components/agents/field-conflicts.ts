import { type DocumentChange, listChanges } from './document-changes';

/** A value that was changed here and by somebody else, each in another way. */
export interface FieldConflict {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** What both sides have changed since `base`, and not to the same. A change of a whole counts against a change of a part of it. */
export function fieldConflicts(base: unknown, theirs: unknown, mine: readonly DocumentChange[]): readonly FieldConflict[] {
  const changedByThem = listChanges(base, theirs);
  return mine.flatMap(({ path, after }) => {
    const other = changedByThem.find((change) => isWithin(change.path, path) || isWithin(path, change.path));
    if (other === undefined) return [];
    // My change departs from what they saved: what they have there now is its `before`.
    const now = valueAt(theirs, path);
    return isEqual(now, after) ? [] : [{ path, before: valueAt(base, path), mine: after, theirs: now }];
  });
}

function isWithin(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((part, i) => inner[i] === part);
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), document);
}

function isEqual(a: unknown, b: unknown): boolean {
  return listChanges({ value: a }, { value: b }).length === 0;
}
