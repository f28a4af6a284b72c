import type { Voice } from '../spec/text-to-speech';

export type SpeechModel = 'piper' | 'flite' | 'espeak';

export interface ClauseRequest {
  /** Words, already normalised. */
  readonly text: string;
  /** The engine's own name of the voice. */
  readonly voice: string;
  readonly speed: number;
}

/** Makes the sound of one clause at a time. */
export interface SpeechEngine {
  readonly model: SpeechModel;
  readonly sampleRate: number;
  /** Whether it can speak now, in words for `doctor`. */
  readiness(): Promise<{ readonly ok: boolean; readonly detail: string }>;
  /** Whether a first clause comes soon enough for `auto` to choose this engine. Absent: always. `unknown` until `warmUp` measured it. */
  pace?(): 'quick' | 'slow' | 'unknown';
  /** Loads and measures, unless that was done; never throws. */
  warmUp?(): void;
  voices(): Promise<readonly EngineVoice[]>;
  /** Mono PCM16 at `sampleRate`. Aborting drops the answer; what runs in a thread may finish there unheard. */
  synthesise(request: ClauseRequest, signal: AbortSignal): Promise<Int16Array>;
}

export interface EngineVoice extends Voice {
  readonly engineVoice: string;
}
