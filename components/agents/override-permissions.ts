/** What a caller may set for itself, by its path in `overrides.conversationConfigOverride`. */
export function isAllowed(permissions: unknown, path: readonly string[]): boolean {
  return path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined), permissions) === true;
}

export function allow(permissions: Record<string, unknown>, path: readonly string[], isAllowedNow: boolean): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    permissions[name] = isAllowedNow;
    return;
  }
  const below = permissions[name];
  const section = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
  permissions[name] = section;
  allow(section, rest, isAllowedNow);
}
