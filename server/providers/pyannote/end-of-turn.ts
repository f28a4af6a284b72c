import { ModelWorker } from '../shared/model-worker';
import type { EndOfTurnJudge } from '../spec/end-of-turn';

/** That nobody speaks is needed for an end and does not make one, so its word moves the odds only so far. */
const silentMeans = 0.7;
const speakingMeans = 0.1;

/** pyannote's segmentation as a second opinion on whether somebody still speaks, other people in the room included. `modelPath`: the user's ONNX file. */
export function createPyannoteJudge(modelPath: string): EndOfTurnJudge {
  const worker = new ModelWorker({ source: new URL('./pyannote.worker.ts', import.meta.url), model: modelPath, mostWaiting: 8, timeoutMs: 1_000 });
  return {
    id: 'pyannote-segmentation',
    hears: 'sound',
    async probability({ sound }, signal) {
      signal.throwIfAborted();
      const nobody = await worker.call<number>('judge', sound);
      return speakingMeans + (silentMeans - speakingMeans) * nobody;
    },
  };
}
