import { findAsset } from '../../../lib/find-asset';
import { orAborted } from '../../../lib/wait';
import { WorkerClient } from '../../../lib/worker-client';
import type { CapabilitySpec } from '../../spec/provider-spec';
import type { EmbeddingOptions, EmbeddingProvider } from '../../spec/embeddings';
import { modelFile } from '../configure';
import { embeddedError } from '../errors';

export const miniLmModel = 'all-minilm-l6-v2';
const loadTimeoutMs = 20_000;
const timeoutMs = { question: 5_000, passages: 120_000 } as const;
/** Calls that may wait; past that they fail as overloaded. */
const mostWaiting = { question: 64, passages: 8 } as const;

/** all-MiniLM-L6-v2 on this machine: 384 dimensions, English best. */
export const miniLm: CapabilitySpec<EmbeddingProvider> = {
  models: [{ id: miniLmModel, label: 'all-MiniLM-L6-v2, on this machine', languages: ['en'] }],
  defaultModel: miniLmModel,
  create: () => ({ id: `embedded:${miniLmModel}`, isReady: () => pathOfModel() !== undefined, embed }),
};

interface Thread {
  readonly worker: WorkerClient;
  readonly loaded: Promise<unknown>;
  waiting: number;
}

// Passages are read by the hundred: whoever asks a question must not stand behind them.
const threads = new Map<EmbeddingOptions['of'], Thread>();

async function embed(texts: readonly string[], { of, signal }: EmbeddingOptions): Promise<Float32Array[]> {
  signal.throwIfAborted();
  const thread = threadFor(of);
  if (thread.waiting >= mostWaiting[of]) throw embeddedError('overloaded', 'too many texts are being turned into vectors on this machine at once');
  thread.waiting++;
  try {
    await orAborted(thread.loaded, signal);
    return await orAborted(thread.worker.call<Float32Array[]>('embed', [...texts], { timeoutMs: timeoutMs[of] }), signal);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw embeddedError('bad-answer', 'the model of sentence vectors failed', thrown);
  } finally {
    thread.waiting--;
  }
}

function threadFor(of: EmbeddingOptions['of']): Thread {
  const running = threads.get(of);
  if (running?.worker.isAlive === true) return running;
  const model = pathOfModel();
  if (model === undefined) throw embeddedError('connectivity', 'the model of sentence vectors is not here yet');
  const worker = new WorkerClient(new URL('./minilm.worker.ts', import.meta.url));
  const load = { model, vocabulary: findAsset('server/providers/embedded/minilm/vocab.txt'), threads: 1 };
  const loaded = worker.call('load', load, { timeoutMs: loadTimeoutMs });
  // A model that cannot be loaded is tried anew by the next call.
  loaded.catch(() => worker.terminate());
  const thread = { worker, loaded, waiting: 0 };
  threads.set(of, thread);
  return thread;
}

function pathOfModel(): string | undefined {
  return modelFile(miniLmModel, 'model.onnx');
}
