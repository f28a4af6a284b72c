import { orAborted } from '../../../lib/wait';
import { WorkerClient } from '../../../lib/worker-client';
import type { LoadedVectors, VectorMatch, VectorQuestion } from './vector-search.worker';

export interface VectorIndex {
  /** Changes whenever the vectors do. */
  readonly key: string;
  read(): Promise<Omit<LoadedVectors, 'key'> | undefined>;
}

const limitMs = 5_000;

let thread: WorkerClient | undefined;

/** Exact search in a thread of its own, which keeps what it was given. What it lacks is read from the database first. */
export async function nearest(indexes: readonly VectorIndex[], question: Float32Array, limit: number, signal: AbortSignal): Promise<readonly VectorMatch[]> {
  if (indexes.length === 0) return [];
  thread = thread?.isAlive === true ? thread : new WorkerClient(new URL('./vector-search.worker.ts', import.meta.url));
  const worker = thread;
  const keys = indexes.map(({ key }) => key);
  const missing = new Set(await orAborted(worker.call<string[]>('missing', keys, { timeoutMs: limitMs }), signal));
  for (const { key, read } of indexes) {
    if (!missing.has(key)) continue;
    const vectors = await orAborted(read(), signal);
    if (vectors !== undefined) await orAborted(worker.call('load', { key, ...vectors } satisfies LoadedVectors, { timeoutMs: limitMs }), signal);
  }
  const asked: VectorQuestion = { keys, question, limit };
  return orAborted(worker.call<VectorMatch[]>('search', asked, { timeoutMs: limitMs }), signal);
}
