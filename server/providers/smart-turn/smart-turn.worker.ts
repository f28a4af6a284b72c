import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveWorker, uncut } from '../../lib/serve-worker';
import { bands, frames, logMel } from './log-mel';

let session: InferenceSession | undefined;

serveWorker({
  async load(path: string) {
    session = await uncut(() =>
      InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
    );
  },
  async judge(sound: Int16Array): Promise<number> {
    if (session === undefined) throw new Error('smart-turn is not loaded');
    const loaded = session;
    const answer = await uncut(() => loaded.run({ input_features: new Tensor('float32', logMel(sound), [1, bands, frames]) }));
    const [name = ''] = loaded.outputNames;
    const probability = answer[name]?.data[0];
    if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) throw new Error('smart-turn gave something else than a probability');
    return probability;
  },
});
