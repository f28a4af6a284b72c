import { serveWorker } from '../../../lib/serve-worker';
import { likenesses } from './packed-vectors';

/** Vectors of one index, as the worker is given them. */
export interface LoadedVectors {
  readonly key: string;
  readonly dimensions: number;
  readonly packed: Uint8Array;
}

export interface VectorQuestion {
  readonly keys: readonly string[];
  readonly question: Float32Array;
  readonly limit: number;
}

export interface VectorMatch {
  readonly key: string;
  /** Place of the chunk in its document. */
  readonly row: number;
  readonly likeness: number;
}

/** What is kept loaded; the index asked for longest ago goes first. */
const mostBytes = 128 * 1024 * 1024;

const loaded = new Map<string, LoadedVectors>();
let bytes = 0;

serveWorker({
  missing: (keys: readonly string[]) => keys.filter((key) => !loaded.has(key)),
  load,
  search,
});

function load(vectors: LoadedVectors): void {
  forget(vectors.key);
  loaded.set(vectors.key, vectors);
  bytes += vectors.packed.byteLength;
  for (const key of loaded.keys()) {
    if (bytes <= mostBytes || key === vectors.key) break;
    forget(key);
  }
}

function forget(key: string): void {
  bytes -= loaded.get(key)?.packed.byteLength ?? 0;
  loaded.delete(key);
}

/** The nearest of all rows, exactly; indexes that are not loaded (any more) are left out. */
function search({ keys, question, limit }: VectorQuestion): VectorMatch[] {
  const best: VectorMatch[] = [];
  let least = -1;
  for (const key of keys) {
    const vectors = loaded.get(key);
    if (vectors === undefined || vectors.dimensions !== question.length) continue;
    loaded.delete(key);
    loaded.set(key, vectors);
    const found = likenesses(vectors.packed, vectors.dimensions, question);
    for (let row = 0; row < found.length; row++) {
      const likeness = found[row] ?? 0;
      if (best.length >= limit && likeness <= least) continue;
      best.push({ key, row, likeness });
      if (best.length >= limit * 2) least = cutToBest(best, limit);
    }
  }
  cutToBest(best, limit);
  return best;
}

function cutToBest(matches: VectorMatch[], limit: number): number {
  matches.sort((a, b) => b.likeness - a.likeness);
  matches.length = Math.min(matches.length, limit);
  return matches.length < limit ? -1 : (matches.at(-1)?.likeness ?? -1);
}
