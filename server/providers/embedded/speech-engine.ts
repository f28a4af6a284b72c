import type { Voice } from '../spec/text-to-speech';

export type SpeechModel = 'flite' | 'espeak';

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
  voices(): Promise<readonly EngineVoice[]>;
  /** Mono PCM16 at `sampleRate`. Aborting drops the answer; what runs in a thread may finish there unheard. */
  synthesise(request: ClauseRequest, signal: AbortSignal): Promise<Int16Array>;
}

export interface EngineVoice extends Voice {
  readonly engineVoice: string;
}
