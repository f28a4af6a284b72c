import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { WorkerClient } from '../../../lib/worker-client';
import { embeddedLog, modelFile } from '../configure';
import { embeddedError } from '../errors';
import type { EngineVoice, SpeechEngine } from '../speech-engine';
import type { PiperLoad, PiperRequest } from './piper.worker';

const loadTimeoutMs = 30_000;
const synthesisTimeoutMs = 20_000;

/** Clauses that may wait for the one model. */
const maxWaiting = 20;
const maxThreads = 2;

/** A first clause that takes longer is heard too late. Once chosen, a voice stays until it is much slower: callers would hear it change. */
const quickMs = 250;
const tooSlowMs = 400;

/** The pace is told for a clause of this length: six words. */
const shortClauseSeconds = 1.6;
const trialClause = 'Hello, how can I help you?';

/** Shorter sound says little about the pace. */
const leastSeconds = 0.8;

const sampleRate = 22_050;
const model = 'piper-en-us-joe';
const voice: EngineVoice = {
  id: 'piper-joe',
  engineVoice: 'joe',
  name: 'Joe',
  languages: ['en'],
  gender: 'male',
  description: 'US English, neural (Piper)',
};

/** Piper, a neural voice from the model store, in one thread for all conversations. */
export function createPiperEngine(): SpeechEngine {
  let loaded: Promise<WorkerClient> | undefined;
  let waiting = 0;
  let paceMs: number | undefined;
  let isQuick = false;

  const notePace = (ms: number, samples: number): void => {
    const seconds = samples / sampleRate;
    if (seconds < leastSeconds) return;
    const now = (ms / seconds) * shortClauseSeconds;
    paceMs = paceMs === undefined ? now : paceMs * 0.7 + now * 0.3;
    isQuick = paceMs <= (isQuick ? tooSlowMs : quickMs);
  };

  const synthesise = async (worker: WorkerClient, request: PiperRequest): Promise<Int16Array> => {
    const startedAt = performance.now();
    const isAlone = waiting === 0;
    waiting++;
    try {
      const pcm = await worker.call<Int16Array>('synthesise', request, { timeoutMs: synthesisTimeoutMs });
      // Time spent behind others is load, not pace.
      if (isAlone) notePace(performance.now() - startedAt, pcm.length);
      return pcm;
    } finally {
      waiting--;
    }
  };

  const worker = (files: ModelFiles): Promise<WorkerClient> => {
    if (loaded !== undefined) return loaded;
    const forget = (): void => {
      if (loaded === starting) loaded = undefined;
      paceMs = undefined;
      isQuick = false;
    };
    const starting = start(files, forget).then(async (ready) => {
      await synthesise(ready, { text: trialClause, speed: 1 }); // the first run allocates
      paceMs = undefined;
      await synthesise(ready, { text: trialClause, speed: 1 });
      return ready;
    });
    loaded = starting;
    starting.catch(forget); // the next conversation tries again
    return starting;
  };

  return {
    model: 'piper',
    sampleRate,
    readiness() {
      const problem = runtimeProblem();
      if (problem !== undefined) return Promise.resolve({ ok: false, detail: problem });
      if (filesOf() === undefined) return Promise.resolve({ ok: false, detail: `no Piper voice (npm run -s parley -- models fetch ${model})` });
      const pace = paceMs === undefined ? '' : `, ${Math.round(paceMs)} ms for a short clause`;
      return Promise.resolve({ ok: true, detail: `Piper (${model}${pace})` });
    },
    pace: () => (paceMs === undefined ? 'unknown' : isQuick ? 'quick' : 'slow'),
    warmUp() {
      const files = runtimeProblem() === undefined ? filesOf() : undefined;
      if (files === undefined || loaded !== undefined) return;
      worker(files).catch((error: unknown) => embeddedLog().warn({ err: error, engine: 'piper' }, 'the neural voice could not start'));
    },
    voices: () => Promise.resolve([voice]),
    async synthesise({ text, speed }) {
      const files = filesOf();
      const starting = loaded ?? (files === undefined ? undefined : worker(files));
      if (starting === undefined) throw embeddedError('unsupported', 'no Piper voice is in the model store');
      if (waiting >= maxWaiting) throw embeddedError('overloaded', 'too much speech is being made on this machine at once');
      try {
        return await synthesise(await starting, { text, speed });
      } catch (error) {
        throw embeddedError('internal', 'the Piper voice could not speak this text', error);
      }
    },
  };
}

interface ModelFiles {
  readonly modelPath: string;
  readonly settingsPath: string;
}

function filesOf(): ModelFiles | undefined {
  const modelPath = modelFile(model, 'en_US-joe-medium.onnx');
  const settingsPath = modelFile(model, 'en_US-joe-medium.onnx.json');
  return modelPath === undefined || settingsPath === undefined ? undefined : { modelPath, settingsPath };
}

async function start(files: ModelFiles, onExit: () => void): Promise<WorkerClient> {
  const worker = new WorkerClient(new URL('./piper.worker.ts', import.meta.url));
  const options: PiperLoad = { ...files, threads: Math.min(maxThreads, availableParallelism()) };
  try {
    await worker.call('load', options, { timeoutMs: loadTimeoutMs });
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  worker.onExit = onExit;
  return worker;
}

/** Why Piper cannot run here, in words; looked at each time, which is a look at a folder. */
function runtimeProblem(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return undefined;
  } catch {
    return 'ONNX Runtime is not installed';
  }
}
