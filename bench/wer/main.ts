// Word error rate of each local recogniser on the same recorded prompts: `npm run bench -- wer [--prompts 60] [--models <dir>] [--recognisers whisper,pocketsphinx,soundswallower]`.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { configureEmbedded } from '../../server/providers/embedded/configure';
import { embeddedSpeechToText } from '../../server/providers/embedded/speech-to-text';
import { wordsOf } from '../../server/providers/embedded/text/words';
import { onlyModel } from './only-model';
import { hintsFromOtherHalf, loadPrompts, type Prompt } from './prompts';
import { wordErrors } from './word-errors';

const frame = 320;

interface Trial {
  readonly label: string;
  readonly model: string;
  /** The model that alone is there. */
  readonly only?: string;
  readonly hints: 'none' | 'other-half' | 'tested';
}

const { values } = parseArgs({
  options: {
    prompts: { type: 'string', default: '60' },
    models: { type: 'string', default: '.data/models' },
    recognisers: { type: 'string', default: 'whisper,pocketsphinx,soundswallower' },
  },
});
const recognisers = values.recognisers.split(',');
const prompts = loadPrompts(Number(values.prompts));
const trials: readonly Trial[] = [
  { label: 'Whisper base', model: 'whisper', only: 'whisper-base', hints: 'none' },
  { label: 'Whisper tiny.en', model: 'whisper', only: 'whisper-tiny-en', hints: 'none' },
  { label: 'PocketSphinx, no hints', model: 'pocketsphinx', hints: 'none' },
  { label: 'PocketSphinx, hints from the other half', model: 'pocketsphinx', hints: 'other-half' },
  { label: 'SoundSwallower, hints from the other half', model: 'soundswallower', hints: 'other-half' },
  { label: 'SoundSwallower, what is said among the hints', model: 'soundswallower', hints: 'tested' },
];

console.log(
  `${prompts.length} prompts, ${prompts.reduce((sum, { words }) => sum + words.length, 0)} words; ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`,
);
console.log('| recogniser | WER | whole sentences | final p50 | p95 | CPU per second of speech | load |\n|---|---|---|---|---|---|---|');
for (const trial of trials.filter(({ model }) => recognisers.includes(model))) {
  try {
    console.log(await measure(trial));
  } catch (error) {
    console.error(error);
    console.log(`| ${trial.label} | not run: ${error instanceof Error ? error.message : String(error)} |`);
  }
}
process.exit();

async function measure(trial: Trial): Promise<string> {
  configureEmbedded(trial.only === undefined ? {} : { modelsDir: onlyModel(values.models, trial.only) });
  const provider = embeddedSpeechToText.create({}, trial.model);
  const life = new AbortController();
  let errors = 0;
  let words = 0;
  let whole = 0;
  let seconds = 0;
  const finalMs: number[] = [];
  const warming = await provider.open({ language: 'en', hints: [], signal: life.signal, onPartial: () => undefined, onError: () => undefined }); // loads
  await warming.close();
  const cpu = process.cpuUsage();
  for (const half of [0, 1] as const) {
    const heard = prompts.filter(({ index }) => index % 2 === half);
    const hints = hintsFor(trial.hints, half);
    const session = await provider.open({
      language: 'en',
      hints,
      signal: life.signal,
      onPartial: () => undefined,
      onError: (error) => console.error(error.message),
    });
    for (const prompt of heard) {
      for (let at = 0; at < prompt.pcm.length; at += frame) session.push(prompt.pcm.subarray(at, at + frame));
      await caughtUp(prompt, trial.model);
      const before = performance.now();
      const { text } = await session.transcribe(life.signal);
      finalMs.push(performance.now() - before);
      session.commit();
      const wrong = wordErrors(prompt.words, wordsOf(text));
      errors += wrong;
      whole += wrong === 0 ? 1 : 0;
      words += prompt.words.length;
      seconds += prompt.pcm.length / 16_000;
    }
    await session.close();
  }
  const { user, system } = process.cpuUsage(cpu);
  const sorted = finalMs.toSorted((a, b) => a - b);
  const quantile = (q: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * q)] ?? 0)} ms`;
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return `| ${trial.label} | ${percent(errors / words)} | ${percent(whole / prompts.length)} | ${quantile(0.5)} | ${quantile(0.95)} | ${((user + system) / 1e6 / seconds).toFixed(2)} s | ${loadavg()[0]?.toFixed(1) ?? '?'} |`;
}

function hintsFor(kind: Trial['hints'], half: 0 | 1): string[] {
  if (kind === 'none') return [];
  return kind === 'tested' ? prompts.map(({ text }) => text) : hintsFromOtherHalf(half);
}

/** Waits a part of the prompt's length, more than the recogniser takes for it: in a call it has had all of it by the end. */
async function caughtUp(prompt: Prompt, model: string): Promise<void> {
  const share = model === 'pocketsphinx' ? 1 / 3 : model === 'soundswallower' ? 1 / 6 : 0;
  if (share > 0) await new Promise((resolve) => setTimeout(resolve, (prompt.pcm.length / 16) * share));
}
