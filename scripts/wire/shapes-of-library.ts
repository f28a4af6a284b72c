import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Endpoint, Field, Shape } from '../../server/rest/wire/shape.ts';
import { rootDir } from '../house/paths.ts';
import { parseType, tagged } from './parse-shapes.ts';

const library = path.join(rootDir, 'node_modules/@elevenlabs/elevenlabs-js/serialization');

/** Adds the shapes that `endpoints` and `shapes` name and `shapes` lacks, as the official client library declares what goes over the wire. */
export function addFromLibrary(shapes: Readonly<Record<string, Shape>>, endpoints: readonly Endpoint[]): Record<string, Shape> {
  const files = new Map(
    readdirSync(library, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => [path.basename(file, '.d.ts'), file] as const),
  );
  const all = { ...shapes };
  const missing = namesIn(endpoints).filter((name) => !Object.hasOwn(all, name));
  for (let name = missing.shift(); name !== undefined; name = missing.shift()) {
    const file = files.get(name);
    if (file === undefined || Object.hasOwn(all, name)) continue;
    const shape = declared(readFileSync(path.join(library, file), 'utf8'));
    all[name] = shape;
    missing.push(...namesIn(shape).filter((next) => !Object.hasOwn(all, next)));
  }
  return all;
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('ref' in value && typeof value.ref === 'string') return [value.ref];
  return Object.values(value).flatMap(namesIn);
}

/** `interface Raw { … }`, `type Raw = …`, or a union of interfaces that each fix one member. */
function declared(text: string): Shape {
  const cases = [...text.matchAll(/interface \w+ extends ([\w.]+)\.Raw \{\s+(\w+): ("[^"]*");\s+\}/g)].map(
    ([, name = '', tag = '', value = '""']): Shape => ({ tag, cases: { [JSON.parse(value) as string]: { ref: plainName(name) } } }),
  );
  const union = tagged(cases);
  if (union !== undefined) return union;
  const members = /interface Raw[^{]*\{([\s\S]*?)\n {4}\}/.exec(text)?.[1];
  if (members !== undefined)
    return {
      object: Object.fromEntries(
        [...members.matchAll(/^\s+"?([\w-]+)"?(\??): (.*);$/gm)].map(([, name = '', mark, type = '']) => [name, field(mark === '?', type)]),
      ),
    };
  const alias = /type Raw = ([\s\S]*?);\n/.exec(text)?.[1];
  return alias === undefined ? 'unknown' : parseType(withoutRaw(alias));
}

function field(isOptional: boolean, type: string): Field {
  const isNullable = / \| null$/.test(type);
  return { type: parseType(withoutRaw(type.replace(/ \| null$/, '').replace(/ \| undefined$/, ''))), ...(isOptional || isNullable ? { optional: true } : {}) };
}

function withoutRaw(type: string): string {
  return type
    .replace(/\b(?:\w+\.)*(\w+)\.Raw\b/g, '$1')
    .replace(/\bunknown \| null\b/g, 'unknown')
    .replace(/ \| undefined\b/g, '');
}

function plainName(name: string): string {
  return name.split('.').at(-1) ?? name;
}
