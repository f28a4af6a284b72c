import { baseLanguage } from '../language';
import type { RecognitionEngine } from '../recogniser';
import { RecogniserThreads } from '../threaded-engine';
import { embeddedError } from '../errors';
import { findEnglishModel, loadSphinx, type SphinxModel } from './library';

/** PocketSphinx from Debian's packages: English, streaming, with the agent's own phrases mixed into its language model. */
export function createPocketSphinxEngine(): RecognitionEngine {
  const threads = new RecogniserThreads<SphinxModel>(new URL('./pocketsphinx.worker.ts', import.meta.url), 'PocketSphinx');
  let library: string | undefined;

  /** Why the library cannot be used, or an empty string. Looked at once: a library does not come and go. */
  const libraryProblem = (): string => {
    if (library === undefined) {
      try {
        loadSphinx();
        library = '';
      } catch {
        library = 'libpocketsphinx3 is not installed (apt-get install libpocketsphinx3 pocketsphinx-en-us)';
      }
    }
    return library;
  };

  return {
    model: 'pocketsphinx',
    readiness(language) {
      if (baseLanguage(language) !== 'en') return { ok: false, detail: 'PocketSphinx is here for English only' };
      if (findEnglishModel() === undefined) {
        return { ok: false, detail: 'no English model (apt-get install libpocketsphinx3 pocketsphinx-en-us)' };
      }
      const problem = libraryProblem();
      return problem === '' ? { ok: true, detail: "PocketSphinx with the agent's phrases mixed in" } : { ok: false, detail: problem };
    },
    warmUp(language) {
      const model = findEnglishModel();
      if (model !== undefined && this.readiness(language).ok) threads.warmUp(model);
    },
    async open({ hints }) {
      const model = findEnglishModel();
      if (model === undefined) throw embeddedError('unsupported', 'no English PocketSphinx model (apt-get install libpocketsphinx3 pocketsphinx-en-us)');
      const recogniser = await threads.open(model, hints);
      threads.warmUp(model);
      return recogniser;
    },
  };
}
