import type { SpeechDialect } from './speech-marks';

export interface Voice {
  /** What an agent stores; unique within its provider. */
  readonly id: string;
  readonly name: string;
  readonly languages: readonly string[] | '*';
  readonly gender?: 'female' | 'male' | 'neutral';
  readonly description?: string;
}

/** When each character of the text begins to sound. The three lists have equal length; times count from the first sample of this `speak()`. */
export interface Alignment {
  readonly chars: readonly string[];
  readonly startMs: readonly number[];
  readonly durationMs: readonly number[];
}

export interface SpeechChunk {
  /** Mono PCM16 at the session's `sampleRate`; may be empty in a chunk that only closes a segment. */
  readonly pcm: Int16Array;
  readonly alignment?: Alignment;
  /** Set on the last chunk of a segment when the vendor speaks segment by segment: its index in the order given. */
  readonly endsSegment?: number;
}

export interface TextToSpeechOptions {
  readonly voiceId: string | undefined;
  readonly language: string;
  /** 0.7 to 1.2; 1 is the voice's own pace. */
  readonly speed: number;
  readonly stability?: number;
  readonly similarityBoost?: number;
  /** The rate the caller would like, in Hz; the session says in `sampleRate` what it gives. */
  readonly preferredSampleRate: number;
  readonly signal: AbortSignal;
}

/** One conversation's voice. `speak` is called once a response, never twice at the same time. */
export interface TextToSpeechSession {
  /** `provider:model` of what speaks. */
  readonly producedBy: string;
  readonly sampleRate: number;
  /** What it makes of marks in its text (`speech-marks.ts`); absent: `plain`, it is given words alone. */
  readonly dialect?: SpeechDialect;
  /**
   * Speaks segments as they come and yields sound as it is made. Ends when the input ended and all is spoken.
   * Aborting ends it within a few milliseconds, throwing the signal's reason or returning; whatever was opened is closed in `finally`.
   */
  speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<SpeechChunk>;
  close(): Promise<void>;
}

export interface TextToSpeechProvider {
  readonly id: string;
  readonly languages: readonly string[] | '*';
  voices(signal: AbortSignal): Promise<readonly Voice[]>;
  open(options: TextToSpeechOptions): Promise<TextToSpeechSession>;
}
