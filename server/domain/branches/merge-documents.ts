import { isDeepStrictEqual } from 'node:util';

export interface FieldConflict {
  readonly path: readonly string[];
  readonly base: unknown;
  readonly source: unknown;
  readonly target: unknown;
}

export interface MergedDocument {
  readonly merged: unknown;
  /** Where both sides changed the same thing differently and nobody chose. */
  readonly conflicts: readonly FieldConflict[];
  /** Where the target's own change was given up for the source's. */
  readonly overridden: readonly (readonly string[])[];
}

export type Side = 'source' | 'target';

/**
 * A three-way merge: what one side changed since `base` is taken from it, member by member; lists and plain values are one piece. Where both
 * changed the same piece, `choose` decides; where it does not, the target's value stays and a conflict is reported.
 */
export function mergeDocuments(base: unknown, source: unknown, target: unknown, choose: (path: readonly string[]) => Side | undefined): MergedDocument {
  const conflicts: FieldConflict[] = [];
  const overridden: (readonly string[])[] = [];
  const merge = (from: unknown, ours: unknown, theirs: unknown, path: readonly string[]): unknown => {
    if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(from, ours)) return theirs;
    if (isDeepStrictEqual(from, theirs)) return ours;
    if (isObject(ours) && isObject(theirs)) {
      const before = isObject(from) ? from : {};
      const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
      const members = names.map((name) => [name, merge(before[name], ours[name], theirs[name], [...path, name])] as const);
      return Object.fromEntries(members.filter(([, value]) => value !== undefined));
    }
    const side = choose(path);
    if (side === undefined) conflicts.push({ path, base: from, source: ours, target: theirs });
    if (side !== 'source') return theirs;
    overridden.push(path);
    return ours;
  };
  return { merged: merge(base, source, target, []), conflicts, overridden };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
