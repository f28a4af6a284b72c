import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { serveWorker } from '../../lib/serve-worker';
import { whisperToGgml } from './whisper-to-ggml';

export interface WhisperConversion {
  /** Parts of the CTranslate2 model, in order. */
  readonly model: readonly string[];
  readonly vocabulary: string;
  readonly target: string;
}

serveWorker({
  convert({ model, vocabulary, target }: WhisperConversion) {
    const whole = Buffer.concat(model.map((path) => readFileSync(path)));
    const file = openSync(target, 'w');
    try {
      for (const part of whisperToGgml({ model: whole, vocabulary: readFileSync(vocabulary, 'utf8') })) {
        for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
      }
    } finally {
      closeSync(file);
    }
  },
});
