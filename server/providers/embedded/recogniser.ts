import type { PartialTranscription } from '../spec/speech-to-text';

export interface RecognisedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number;
}

/** Text of everything since the last reset. */
export interface Recognition {
  readonly text: string;
  readonly confidence?: number;
  readonly language?: string;
  readonly words?: readonly RecognisedWord[];
}

export type RecogniserModel = 'whisper' | 'pocketsphinx' | 'soundswallower';

/** One conversation's recogniser inside an engine. */
export interface Recogniser {
  onPartial: ((partial: PartialTranscription) => void) | undefined;
  onFailure: ((error: Error) => void) | undefined;
  push(pcm: Int16Array): void;
  transcribe(): Promise<Recognition>;
  reset(): void;
  /** Gives back what it used; never throws. */
  release(): Promise<void>;
}

export interface RecognitionEngine {
  readonly model: RecogniserModel;
  /** `doctor`'s word on this engine for a language; `ok` when `open` would work now. */
  readiness(language: string): { readonly ok: boolean; readonly detail: string };
  /** Whether a conversation that starts now would get its answers soon on this machine as it is loaded now; `unknown` until the model is loaded. Absent: always quick. */
  pace?(language: string): 'quick' | 'slow' | 'unknown';
  /** Makes a start without waiting faster; optional and never throws. */
  warmUp?(language: string): void;
  open(options: { readonly language: string; readonly hints: readonly string[] }): Promise<Recogniser>;
}
