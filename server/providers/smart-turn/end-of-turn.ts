import { ModelWorker } from '../shared/model-worker';
import type { EndOfTurnJudge } from '../spec/end-of-turn';

/** smart-turn 3.2 in a thread of its own. `modelPath`: its ONNX file. */
export function createSmartTurn(modelPath: string): EndOfTurnJudge {
  const worker = new ModelWorker({ source: new URL('./smart-turn.worker.ts', import.meta.url), model: modelPath, mostWaiting: 8, timeoutMs: 2_000 });
  return {
    id: 'smart-turn:v3.2',
    hears: 'sound',
    async probability({ sound }, signal) {
      signal.throwIfAborted();
      return worker.call<number>('judge', sound);
    },
  };
}
