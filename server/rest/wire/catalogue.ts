import { readFileSync } from 'node:fs';
import { findAsset } from '../../lib/find-asset';
import type { Endpoint, Shape } from './shape';

/** The public API as data, written by `scripts/wire-shapes.ts` and read once, when something asks for it. */
export function wireShapes(): Readonly<Record<string, Shape>> {
  shapes ??= read<Record<string, Shape>>('shapes.json');
  return shapes;
}

/** Every route and socket of the official list. */
export function wireEndpoints(): readonly Endpoint[] {
  endpoints ??= read<Endpoint[]>('endpoints.json');
  return endpoints;
}

let shapes: Readonly<Record<string, Shape>> | undefined;
let endpoints: readonly Endpoint[] | undefined;

function read<T>(file: string): T {
  return JSON.parse(readFileSync(findAsset(`server/rest/wire/${file}`), 'utf8')) as T;
}
