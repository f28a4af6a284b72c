// Word error rate of each local recogniser on the same recorded prompts: `npm run bench -- wer [--prompts 60] [--models <dir>]`.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { configureEmbedded } from '../../server/providers/embedded/configure';
import { embeddedSpeechToText } from '../../server/providers/embedded/speech-to-text';
import { wordsOf } from '../../server/providers/embedded/text/words';
import { onlyModel } from './only-model';
import { loadPrompts, type Prompt } from './prompts';
import { wordErrors } from './word-errors';

const frame = 320;

interface Trial {
  readonly label: string;
  readonly model: string;
  /** The model that alone is there. */
  readonly only?: string;
  readonly hints: 'none' | 'other-half' | 'all';
}

const { values } = parseArgs({ options: { prompts: { type: 'string', default: '60' }, models: { type: 'string', default: '.data/models' } } });
const prompts = loadPrompts(Number(values.prompts));
const trials: readonly Trial[] = [
  { label: 'Whisper base', model: 'whisper', only: 'whisper-base', hints: 'none' },
  { label: 'Whisper tiny.en', model: 'whisper', only: 'whisper-tiny-en', hints: 'none' },
  { label: 'PocketSphinx, no hints', model: 'pocketsphinx', hints: 'none' },
  { label: 'PocketSphinx, hints from the other half of the prompts', model: 'pocketsphinx', hints: 'other-half' },
  { label: 'PocketSphinx, all prompts as hints', model: 'pocketsphinx', hints: 'all' },
  { label: 'SoundSwallower, hints from the other half', model: 'soundswallower', hints: 'other-half' },
  { label: 'SoundSwallower, all prompts as hints', model: 'soundswallower', hints: 'all' },
];

console.log(
  `${prompts.length} prompts, ${prompts.reduce((sum, { words }) => sum + words.length, 0)} words; ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`,
);
console.log('| recogniser | WER | whole sentences | final p50 | p95 | CPU per second of speech | load |\n|---|---|---|---|---|---|---|');
for (const trial of trials) {
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
  for (const half of [0, 1]) {
    const heard = prompts.filter((_, i) => i % 2 === half);
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

function hintsFor(kind: Trial['hints'], half: number): string[] {
  if (kind === 'none') return [];
  return prompts.filter((_, i) => kind === 'all' || i % 2 !== half).map(({ text }) => text);
}

/** Waits a fifth of the prompt's length: in a call the recogniser has had all of it. */
async function caughtUp(prompt: Prompt, model: string): Promise<void> {
  if (model === 'whisper') return;
  await new Promise((resolve) => setTimeout(resolve, prompt.pcm.length / 16 / 5));
}
