/**
 * Turns our documents into the public API's and back: the same members in camelCase here and snake_case there. Both ways lose nothing: a
 * wire name that is not plain snake case (`trueExpression`, `_x`, `a__b`) keeps its spelling behind a `=` on our side.
 */

export interface FreeKeys {
  /** Path in camelCase, parts joined by `.`, `*` for any one; items of an array are one part. */
  readonly path: string;
  /** The whole value is data; otherwise only its keys are. */
  readonly verbatim: boolean;
}

export function toWire(value: unknown, freeKeyed: readonly FreeKeys[] = []): unknown {
  return convert(value, [], readRules(freeKeyed), toWireName, (ours) => ours);
}

export function fromWire(value: unknown, freeKeyed: readonly FreeKeys[] = []): unknown {
  return convert(value, [], readRules(freeKeyed), fromWireName, (_, converted) => converted);
}

export function toWireName(name: string): string {
  return name.startsWith('=') ? name.slice(1) : snake(name);
}

export function fromWireName(name: string): string {
  const converted = camel(name);
  return snake(converted) === name && !name.startsWith('=') ? converted : `=${name}`;
}

interface Rule {
  readonly parts: readonly string[];
  readonly verbatim: boolean;
}

/** Walks a document; `ourName` says which of a member's two names is ours, since paths are written in them. */
function convert(
  value: unknown,
  path: readonly string[],
  rules: readonly Rule[],
  rename: (name: string) => string,
  ourName: (given: string, converted: string) => string,
): unknown {
  if (Array.isArray(value)) return value.map((item, i) => convert(item, [...path, String(i)], rules, rename, ourName));
  if (typeof value !== 'object' || value === null) return value;
  const rule = rules.find((candidate) => matches(candidate.parts, path));
  if (rule?.verbatim === true) return value;
  const converted: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    const name = rule === undefined ? rename(given) : given;
    const ours = rule === undefined ? ourName(given, name) : given;
    // Assigning `__proto__` would set the prototype instead of making a member.
    Object.defineProperty(converted, name, {
      value: convert(member, [...path, ours], rules, rename, ourName),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return converted;
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((part, i) => part === '*' || part === path[i]);
}

function readRules(freeKeyed: readonly FreeKeys[]): readonly Rule[] {
  return freeKeyed.map(({ path, verbatim }) => ({ parts: path.split('.'), verbatim }));
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
