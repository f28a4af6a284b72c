import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EndOfTurnName } from '../contracts/agent-config';
import { createProsodyJudge } from './prosody/end-of-turn';
import { createPyannoteJudge } from './pyannote/end-of-turn';
import { createSmartTurn } from './smart-turn/end-of-turn';
import type { EndOfTurnJudge } from './spec/end-of-turn';
import type { ProviderSettings } from './spec/provider-spec';
import { createTextModelJudge } from './text-model/end-of-turn';
import { createUltraVad } from './ultravad/end-of-turn';

/** Null: nothing judges, or what was asked for is not there. */
export type EndOfTurnJudges = (name: EndOfTurnName, settingsOf: (provider: string) => ProviderSettings | undefined) => EndOfTurnJudge | null;

/** Every judge of turn ends by its name in agent documents. Files are looked for each time, so that one that arrives counts from the next conversation on. */
export function endOfTurnJudges({ modelsDir }: { readonly modelsDir: string }): EndOfTurnJudges {
  const prosody = createProsodyJudge();
  const fromFiles = (folder: string, files: readonly string[], create: (paths: readonly string[]) => EndOfTurnJudge): (() => EndOfTurnJudge | null) => {
    const paths = files.map((file) => join(modelsDir, folder, file));
    let judge: EndOfTurnJudge | undefined;
    return () => (paths.every((path) => existsSync(path)) ? (judge ??= create(paths)) : null);
  };
  const smartTurn = fromFiles('smart-turn-v3', ['smart-turn-v3.2-cpu.onnx'], ([model = '']) => createSmartTurn(model));
  const textModel = fromFiles('text-model', ['model.onnx', 'tokenizer.json'], ([model = '', tokenizer = '']) => createTextModelJudge({ model, tokenizer }));
  const pyannote = fromFiles('pyannote-segmentation', ['model.onnx'], ([model = '']) => createPyannoteJudge(model));
  const both = fromFiles('smart-turn-v3', ['smart-turn-v3.2-cpu.onnx'], () => together(prosody, smartTurn() ?? prosody));
  return (name, settingsOf) => {
    switch (name) {
      case 'auto':
        return both() ?? prosody;
      case 'prosody':
        return prosody;
      case 'smart-turn':
        return smartTurn();
      case 'text-model':
        return textModel();
      case 'pyannote':
        return pyannote();
      case 'ultravad': {
        const settings = settingsOf('ultravad');
        return settings?.['baseUrl'] === undefined ? null : createUltraVad(settings);
      }
      case 'silence':
        return null;
    }
  };
}

/** One that cannot tell leaves it to the other. */
function together(first: EndOfTurnJudge, second: EndOfTurnJudge): EndOfTurnJudge {
  return {
    id: `${first.id}+${second.id}`,
    hears: 'sound',
    async probability(request, signal) {
      const [one, other] = await Promise.allSettled([first.probability(request, signal), second.probability(request, signal)]);
      if (one.status === 'rejected' && other.status === 'rejected') throw one.reason;
      return bothWeighed(one.status === 'fulfilled' ? one.value : 0.5, other.status === 'fulfilled' ? other.value : 0.5);
    },
  };
}

/** The second judge's odds count half: it was right less often on the recordings of `bench -- turn`. */
export function bothWeighed(first: number, second: number): number {
  return 1 / (1 + Math.exp(-(logit(first) + 0.5 * logit(second))));
}

function logit(probability: number): number {
  const certain = Math.min(0.98, Math.max(0.02, probability));
  return Math.log(certain / (1 - certain));
}
