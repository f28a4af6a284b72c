import { createRequire } from 'node:module';
import { embeddedError } from '../errors';
import { baseLanguage } from '../language';
import type { RecognitionEngine } from '../recogniser';
import { RecogniserThreads } from '../threaded-engine';
import type { SoundSwallowerModel } from './soundswallower.worker';

/** SoundSwallower, compiled to WebAssembly with its models inside: hears the agent's phrases and combinations of their parts, nothing else. Works on any machine. */
export function createSoundSwallowerEngine(): RecognitionEngine {
  const source = new URL('./soundswallower.worker.ts', import.meta.url);
  const threads = {
    en: new RecogniserThreads<SoundSwallowerModel>(source, 'SoundSwallower'),
    fr: new RecogniserThreads<SoundSwallowerModel>(source, 'SoundSwallower'),
  };
  return {
    model: 'soundswallower',
    readiness(language) {
      if (knownLanguage(language) === undefined) return { ok: false, detail: 'SoundSwallower is here for English and French only' };
      if (!isInstalled()) return { ok: false, detail: 'the package soundswallower is missing' };
      return { ok: true, detail: "SoundSwallower (built in): the agent's own phrases only, no open speech" };
    },
    warmUp(language) {
      const known = knownLanguage(language);
      if (known !== undefined && isInstalled()) threads[known].warmUp({ language: known });
    },
    open({ language, hints }) {
      const known = knownLanguage(language);
      if (known === undefined) throw embeddedError('unsupported', `SoundSwallower does not know "${language}"`);
      return threads[known].open({ language: known }, hints);
    },
  };
}

function knownLanguage(language: string): 'en' | 'fr' | undefined {
  const base = baseLanguage(language);
  return base === 'en' || base === 'fr' ? base : undefined;
}

function isInstalled(): boolean {
  try {
    return createRequire(import.meta.url).resolve('soundswallower') !== '';
  } catch {
    // Not installed is an answer here.
    return false;
  }
}
