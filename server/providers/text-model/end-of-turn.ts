import { ModelWorker } from '../shared/model-worker';
import type { EndOfTurnJudge } from '../spec/end-of-turn';
import type { TextModelFiles, TextModelQuestion } from './question';

/** A language model that judges from the dialogue's text whether the last turn is complete; its files are the user's. */
export function createTextModelJudge(files: TextModelFiles): EndOfTurnJudge {
  const worker = new ModelWorker({ source: new URL('./text-model.worker.ts', import.meta.url), model: files, mostWaiting: 8, timeoutMs: 1_000 });
  return {
    id: 'text-model',
    hears: 'words',
    async probability({ dialogue, words }, signal) {
      signal.throwIfAborted();
      if (words.trim() === '') throw new Error('no words to judge');
      const question: TextModelQuestion = { dialogue, words };
      return worker.call<number>('judge', question);
    },
  };
}
