/** Parts of a JSON value by dot path: `user.name`, `items.0.id`. */

export function valueAt(root: unknown, path: string): unknown {
  let at = root;
  for (const part of partsOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

/** The value without what the path leads to. */
export function withoutPath(root: unknown, path: string): unknown {
  return withoutParts(root, partsOf(path));
}

/** Only what the paths lead to, each where it was; items of arrays close ranks. */
export function onlyPaths(root: unknown, paths: readonly string[]): unknown {
  return onlyParts(
    root,
    paths.map((path) => partsOf(path)),
  );
}

function withoutParts(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return value;
  if (Array.isArray(value)) {
    const index = Number(part);
    return rest.length === 0 ? value.filter((_, i) => i !== index) : value.map((item, i) => (i === index ? withoutParts(item, rest) : item));
  }
  const members = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(members.filter(([name]) => name !== part));
  return Object.fromEntries(members.map(([name, member]) => [name, name === part ? withoutParts(member, rest) : member]));
}

function onlyParts(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0) || typeof value !== 'object' || value === null) return value;
  const under = (name: string) => paths.filter(([part]) => part === name || part === '*').map((path) => path.slice(1));
  if (Array.isArray(value)) {
    // A path without a number goes on in each item.
    const each = paths.filter(([part = '']) => !/^(\d+|\*)$/.test(part));
    return value.flatMap((item: unknown, i) => {
      const inner = [...under(String(i)), ...each];
      return inner.length === 0 ? [] : [onlyParts(item, inner)];
    });
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = under(name);
      return inner.length === 0 ? [] : [[name, onlyParts(member, inner)]];
    }),
  );
}

function partsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replaceAll(/\[(\d+|\*)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '');
}
