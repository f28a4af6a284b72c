import { ModelWorker } from '../shared/model-worker';
import type { EndOfTurnJudge } from '../spec/end-of-turn';

/** Our own judge: the melody of the last words. Needs no file, knows no language. */
export function createProsodyJudge(): EndOfTurnJudge {
  const worker = new ModelWorker({ source: new URL('./prosody.worker.ts', import.meta.url), model: null, mostWaiting: 32, timeoutMs: 1_000 });
  return {
    id: 'prosody',
    hears: 'sound',
    async probability({ sound }, signal) {
      signal.throwIfAborted();
      const probability = await worker.call<number | null>('judge', sound);
      if (probability === null) throw new Error('too little voice to judge');
      return probability;
    },
  };
}
