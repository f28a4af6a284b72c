import type { WorkspaceScope } from '../../../auth/scope';
import { orAborted } from '../../../lib/wait';
import { unpackVectors } from './packed-vectors';
import type { VectorIndex } from './vector-search';
import type { VectorMatch } from './vector-search.worker';

/** The same exact search as `nearest`, by the database where it can: no process has to hold vectors then. What it lacks is kept there first. */
export async function nearestStored(
  scope: WorkspaceScope,
  indexes: readonly (VectorIndex & { readonly id: string })[],
  question: Float32Array,
  limit: number,
  signal: AbortSignal,
): Promise<readonly VectorMatch[]> {
  const keys = indexes.map(({ key }) => key);
  const missing = new Set(await orAborted(scope.vectors.missing(keys), signal));
  for (const { id, key, read } of indexes) {
    if (!missing.has(key)) continue;
    const packed = await orAborted(read(), signal);
    if (packed === undefined) continue;
    await orAborted(scope.vectors.keep({ key, indexId: id, vectors: unpackVectors(packed.packed, packed.dimensions) }), signal);
  }
  return orAborted(scope.vectors.nearest({ keys, vector: question, limit }), signal);
}
