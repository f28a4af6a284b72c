/** Member names in camelCase, all the way down; names that are data (`verbatim`, in snake_case) keep what is below them as it is. */
export function camelKeys(value: unknown, verbatim: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item) => camelKeys(item, verbatim));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [camelName(key), verbatim.has(key) ? member : camelKeys(member, verbatim)]));
}

function camelName(key: string): string {
  return key.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}
