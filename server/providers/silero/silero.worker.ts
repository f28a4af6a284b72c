import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveWorker, uncut } from '../../lib/serve-worker';
import { contextSamples, type FrameBatch, frameSamples } from './frame-batch';

const stateSize = 128;

/** What the model remembers of one conversation: its recurrent state (two layers) and the end of the frame before. */
interface Memory {
  readonly state: Float32Array;
  readonly context: Float32Array;
}

let session: InferenceSession | undefined;
const memories = new Map<number, Memory>();

serveWorker({
  async load(path: string) {
    session = await uncut(() =>
      InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
    );
  },
  forget(conversation: number) {
    memories.delete(conversation);
  },
  run(batch: FrameBatch) {
    return probabilities(batch);
  },
});

/** One probability a conversation; a conversation appears once in a batch. */
async function probabilities({ conversations, samples }: FrameBatch): Promise<Float32Array> {
  if (session === undefined) throw new Error('the voice activity model is not loaded');
  const loaded = session;
  const count = conversations.length;
  const width = contextSamples + frameSamples;
  const input = new Float32Array(count * width);
  const state = new Float32Array(2 * count * stateSize);
  const remembered = conversations.map((conversation) => memoryOf(conversation));

  remembered.forEach((memory, row) => {
    input.set(memory.context, row * width);
    const frame = input.subarray(row * width + contextSamples, (row + 1) * width);
    for (let i = 0; i < frameSamples; i++) frame[i] = (samples[row * frameSamples + i] ?? 0) / 32_768;
    for (const layer of [0, 1]) {
      state.set(memory.state.subarray(layer * stateSize, (layer + 1) * stateSize), (layer * count + row) * stateSize);
    }
  });

  const answer = await uncut(() =>
    loaded.run({
      input: new Tensor('float32', input, [count, width]),
      state: new Tensor('float32', state, [2, count, stateSize]),
      sr: new Tensor('int64', BigInt64Array.of(16_000n), []),
    }),
  );
  const after = floats(answer['stateN']);
  remembered.forEach((memory, row) => {
    memory.context.set(input.subarray((row + 1) * width - contextSamples, (row + 1) * width));
    for (const layer of [0, 1]) {
      const from = (layer * count + row) * stateSize;
      memory.state.set(after.subarray(from, from + stateSize), layer * stateSize);
    }
  });
  return floats(answer['output']).slice(0, count);
}

function memoryOf(conversation: number): Memory {
  const known = memories.get(conversation);
  if (known !== undefined) return known;
  const fresh = { state: new Float32Array(2 * stateSize), context: new Float32Array(contextSamples) };
  memories.set(conversation, fresh);
  return fresh;
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error('the voice activity model gave something else than numbers');
}
