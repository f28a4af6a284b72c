import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { WorkerClient } from '../../../lib/worker-client';
import { modelFile } from '../configure';
import { embeddedError } from '../errors';
import { baseLanguage } from '../language';
import type { RecognitionEngine, Recogniser, Recognition } from '../recogniser';
import { cleanWhisperText } from './clean-text';
import type { WhisperLoad, WhisperRequest } from './whisper.worker';

const loadTimeoutMs = 60_000;
const transcribeTimeoutMs = 30_000;

/** What a short utterance may take on average. Slower, and callers wait longer than for any other part; another recogniser goes first then. */
const quickMs = 1_000;

/** Up to so much sound counts as a short utterance, on which the pace is measured: 6 seconds. */
const shortSamples = 96_000;

/** Requests that may wait for the one model; past that a caller would wait longer than anyone listens. */
const maxWaiting = 6;

/** Whisper hears 30 seconds at a time; of a longer turn the last are heard. */
const maxSamples = 30 * 16_000;

/** Shorter sound holds no word and makes Whisper invent one. */
const minSamples = 1_600;

/** Whisper's threads spin while they wait for each other, so one core stays free for everything else: sharing all of them takes many times as long, not a little longer. */
const maxThreads = 4;
const coresLeftFree = 1;

const maxPromptLength = 400;

interface Model {
  readonly name: string;
  readonly path: string;
}

/** Whisper with a model from the store: any of its 99 languages, open speech, no partial answers. One model in one thread serves all conversations in turn. */
export function createWhisperEngine(): RecognitionEngine {
  const loaded = new Map<string, Promise<WorkerClient>>();
  let waiting = 0;
  /** Average time for a short utterance by model, measured at loading and renewed with each. */
  const paces = new Map<string, number>();

  const notePace = ({ path }: Model, ms: number): void => {
    const before = paces.get(path);
    paces.set(path, before === undefined ? ms : before * 0.7 + ms * 0.3);
  };
  const paceOf = (language: string): number | undefined => {
    const model = findModel(language);
    return model === undefined ? undefined : paces.get(model.path);
  };

  const workerFor = (model: Model): Promise<WorkerClient> => {
    const known = loaded.get(model.path);
    if (known !== undefined) return known;
    const starting = start(model, () => {
      loaded.delete(model.path);
      paces.delete(model.path);
    }).then(async (worker) => {
      notePace(model, await measurePace(worker));
      return worker;
    });
    loaded.set(model.path, starting);
    starting.catch(() => loaded.delete(model.path)); // the next conversation tries again
    return starting;
  };

  const transcribe = async (model: Model, worker: WorkerClient, request: WhisperRequest): Promise<Recognition> => {
    if (waiting >= maxWaiting) throw embeddedError('overloaded', 'too many conversations wait for speech recognition on this machine');
    waiting++;
    const startedAt = performance.now();
    try {
      const { text, ...rest } = await worker.call<Recognition>('transcribe', request, { timeoutMs: transcribeTimeoutMs });
      if (request.pcm.length <= shortSamples) notePace(model, performance.now() - startedAt);
      return { ...rest, text: cleanWhisperText(text) };
    } catch (error) {
      throw embeddedError('internal', 'speech recognition failed', error);
    } finally {
      waiting--;
    }
  };

  return {
    model: 'whisper',
    readiness(language) {
      const problem = libraryProblem();
      if (problem !== undefined) return { ok: false, detail: problem };
      const model = findModel(language);
      const pace = paceOf(language);
      if (model !== undefined) {
        const measured = pace === undefined ? '' : `, ${Math.round(pace)} ms for a short utterance${pace > quickMs ? ': slow on this machine' : ''}`;
        return { ok: true, detail: `Whisper (${model.name})${measured}` };
      }
      return { ok: false, detail: 'no Whisper model (npm run -s parley -- models fetch whisper-base)' };
    },
    pace(language) {
      const pace = paceOf(language);
      return pace === undefined ? 'unknown' : pace <= quickMs ? 'quick' : 'slow';
    },
    warmUp(language) {
      const model = libraryProblem() === undefined ? findModel(language) : undefined;
      if (model !== undefined) workerFor(model).catch(() => undefined);
    },
    async open({ language, hints }) {
      const model = findModel(language);
      if (model === undefined) throw embeddedError('unsupported', `no Whisper model for "${language}" is in the model store`);
      const worker = await workerFor(model);
      const code = language === 'auto' ? 'auto' : baseLanguage(language);
      return createRecogniser((pcm) => transcribe(model, worker, { pcm, language: code, prompt: promptFrom(hints) }));
    },
  };
}

async function start({ path }: Model, onExit: () => void): Promise<WorkerClient> {
  const worker = new WorkerClient(new URL('./whisper.worker.ts', import.meta.url));
  const options: WhisperLoad = { path, threads: Math.min(maxThreads, Math.max(1, availableParallelism() - coresLeftFree)) };
  try {
    await worker.call('load', options, { timeoutMs: loadTimeoutMs });
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  worker.onExit = onExit;
  return worker;
}

/** How long a short utterance takes here; silence takes what speech takes, less the words. */
async function measurePace(worker: WorkerClient): Promise<number> {
  const request: WhisperRequest = { pcm: new Int16Array(32_000), language: 'en', prompt: '' };
  await worker.call('transcribe', request, { timeoutMs: transcribeTimeoutMs }); // the first run allocates
  const startedAt = performance.now();
  await worker.call('transcribe', request, { timeoutMs: transcribeTimeoutMs });
  return performance.now() - startedAt;
}

function createRecogniser(transcribe: (pcm: Int16Array) => Promise<Recognition>): Recogniser {
  let parts: Int16Array[] = [];
  let samples = 0;
  let answered: { readonly samples: number; readonly answer: Promise<Recognition> } | undefined;
  return {
    onPartial: undefined,
    onFailure: undefined,
    push(pcm) {
      parts.push(pcm.slice());
      samples += pcm.length;
      while (samples - (parts[0]?.length ?? 0) >= maxSamples) samples -= parts.shift()?.length ?? 0;
      answered = undefined;
    },
    transcribe() {
      if (samples < minSamples) return Promise.resolve({ text: '' });
      if (answered?.samples === samples) return answered.answer;
      const answer = transcribe(joined(parts, samples));
      answered = { samples, answer };
      answer.catch(() => {
        answered = undefined; // asked again, it is tried again
      });
      return answer;
    },
    reset() {
      parts = [];
      samples = 0;
      answered = undefined;
    },
    release() {
      this.reset();
      return Promise.resolve();
    },
  };
}

function joined(parts: readonly Int16Array[], samples: number): Int16Array {
  const whole = new Int16Array(samples);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(Math.max(0, samples - maxSamples));
}

/** Names and phrases as if they had been said before: Whisper spells what follows likewise, so they are written as sentences. */
function promptFrom(hints: readonly string[]): string {
  let prompt = '';
  for (const hint of hints) {
    const text = hint.trim();
    if (text === '') continue;
    const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
    if (prompt.length + sentence.length + 1 > maxPromptLength) break;
    prompt += prompt === '' ? sentence : ` ${sentence}`;
  }
  return prompt;
}

/** For English the small English model goes first: who fetched it wants it, and it hears as well in less than half the time. */
function findModel(language: string): Model | undefined {
  const candidates: readonly (readonly [name: string, file: string])[] = [
    ...(baseLanguage(language) === 'en' ? [['whisper-tiny-en', 'ggml-tiny.en.bin'] as const] : []),
    ['whisper-base', 'ggml-base.bin'],
  ];
  for (const [name, file] of candidates) {
    const path = modelFile(name, file);
    if (path !== undefined) return { name, path };
  }
  return undefined;
}

let libraryAnswer: { readonly problem: string | undefined } | undefined;

/** Why Whisper cannot run on this machine, looked at once. */
function libraryProblem(): string | undefined {
  libraryAnswer ??= { problem: lookForLibrary() };
  return libraryAnswer.problem;
}

function lookForLibrary(): string | undefined {
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  try {
    createRequire(import.meta.url).resolve(`@napi-rs/whisper-${platform}`);
  } catch {
    return `Whisper is not built for ${platform}`;
  }
  // Its x86 build uses these instructions without asking, and the process would die.
  if (process.platform === 'linux' && !/\bavx2\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))) return 'Whisper needs a processor with AVX2';
  return undefined;
}
