import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveWorker, Transferred, uncut } from '../../../lib/serve-worker';
import { WordPieces } from './word-pieces';

/** What the model was trained to read at once. */
const mostPieces = 256;
const batchSize = 8;

let session: InferenceSession | undefined;
let pieces: WordPieces | undefined;

serveWorker({
  async load({ model, vocabulary, threads }: { model: string; vocabulary: string; threads: number }) {
    pieces = new WordPieces(readFileSync(vocabulary, 'utf8'));
    session = await uncut(() =>
      InferenceSession.create(model, { intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
    );
  },
  embed(texts: readonly string[]) {
    return embed(texts);
  },
});

/** Texts of like length are run together, so that little is spent on padding. */
async function embed(texts: readonly string[]): Promise<Transferred> {
  const encoded = texts.map((text, place) => ({ place, numbers: pieces?.encode(text, mostPieces) ?? [] }));
  encoded.sort((a, b) => a.numbers.length - b.numbers.length);
  const vectors = new Array<Float32Array>(texts.length);
  for (let i = 0; i < encoded.length; i += batchSize) {
    const batch = encoded.slice(i, i + batchSize);
    const found = await run(batch.map(({ numbers }) => numbers));
    batch.forEach(({ place }, row) => {
      vectors[place] = found[row] ?? new Float32Array();
    });
  }
  return new Transferred(
    vectors,
    vectors.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

async function run(batch: readonly (readonly number[])[]): Promise<Float32Array[]> {
  if (session === undefined) throw new Error('the model of sentence vectors is not loaded');
  const loaded = session;
  const width = Math.max(...batch.map((numbers) => numbers.length));
  const shape = [batch.length, width];
  const ids = new BigInt64Array(batch.length * width);
  const mask = new BigInt64Array(batch.length * width);
  batch.forEach((numbers, row) => {
    numbers.forEach((number, column) => {
      ids[row * width + column] = BigInt(number);
      mask[row * width + column] = 1n;
    });
  });
  const answer = await uncut(() =>
    loaded.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    }),
  );
  const states = answer['last_hidden_state'];
  if (!(states?.data instanceof Float32Array)) throw new Error('the model of sentence vectors gave something else than numbers');
  const size = states.dims[2] ?? 0;
  const data = states.data;
  return batch.map((numbers, row) => meanOf(data.subarray(row * width * size, (row * width + numbers.length) * size), size));
}

/** Mean over the pieces, at length 1. */
function meanOf(states: Float32Array, size: number): Float32Array {
  const mean = new Float32Array(size);
  for (let i = 0; i < states.length; i++) mean[i % size] = (mean[i % size] ?? 0) + (states[i] ?? 0);
  let square = 0;
  for (const value of mean) square += value * value;
  const length = Math.sqrt(square) || 1;
  return mean.map((value) => value / length);
}
