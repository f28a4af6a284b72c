import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveWorker, uncut } from '../../lib/serve-worker';

/** The model hears 10 s at a time. */
const windowSamples = 160_000;
/** Columns of its answer: nobody, one of three speakers, or two of them at once. */
const columns = 7;
/** What it says of this much at the end counts, in s; its frames are about 17 ms. */
const tailSeconds = 0.12;

let session: InferenceSession | undefined;

serveWorker({
  async load(path: string) {
    session = await uncut(() =>
      InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
    );
  },
  /** Probability that nobody speaks at the end of the sound. */
  async judge(sound: Int16Array): Promise<number> {
    if (session === undefined) throw new Error('the segmentation model is not loaded');
    const loaded = session;
    const input = new Float32Array(windowSamples);
    const taken = sound.subarray(Math.max(0, sound.length - windowSamples));
    taken.forEach((sample, i) => {
      input[windowSamples - taken.length + i] = sample / 32_768;
    });
    const [inputName = ''] = loaded.inputNames;
    const [outputName = ''] = loaded.outputNames;
    const answer = (await uncut(() => loaded.run({ [inputName]: new Tensor('float32', input, [1, 1, windowSamples]) })))[outputName];
    if (!(answer?.data instanceof Float32Array) || answer.dims[2] !== columns) throw new Error('the segmentation model does not answer as pyannote’s does');
    return nobodyAtTheEnd(answer.data);
  },
});

function nobodyAtTheEnd(logProbabilities: Float32Array): number {
  const frames = logProbabilities.length / columns;
  const tail = Math.max(1, Math.round((tailSeconds * frames) / (windowSamples / 16_000)));
  let sum = 0;
  for (let frame = frames - tail; frame < frames; frame++) sum += Math.exp(logProbabilities[frame * columns] ?? 0);
  return Math.min(1, sum / tail);
}
