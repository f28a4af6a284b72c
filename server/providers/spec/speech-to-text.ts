/** Sample rate of everything the pipeline hands to speech-to-text, in Hz. */
export const transcriptionSampleRate = 16_000;

export interface TranscribedWord {
  readonly text: string;
  /** Milliseconds since the last `commit()`, on the clock of the pushed samples. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface Transcription {
  readonly text: string;
  /** 0 to 1; absent where the vendor gives none. */
  readonly confidence?: number;
  /** BCP 47 code the vendor detected. */
  readonly language?: string;
  readonly words?: readonly TranscribedWord[];
  /** `provider:model` that produced it. */
  readonly producedBy: string;
}

export interface PartialTranscription {
  readonly text: string;
  /** How many leading characters will not change any more. */
  readonly stableLength: number;
}

export interface SpeechToTextOptions {
  /** BCP 47 code, or `auto`. */
  readonly language: string;
  /** May be spoken as well: a recogniser that can tells which it was (`Transcription.language`), any other hears `language`. */
  readonly otherLanguages?: readonly string[];
  /** Names and phrases worth knowing: keyterms for a cloud vendor, a language model mixture for the local ones. */
  readonly hints: readonly string[];
  /** Ends the session: everything it holds is released. */
  readonly signal: AbortSignal;
  onPartial(partial: PartialTranscription): void;
  /** A failure between calls of `transcribe()`, such as a lost socket. The session is dead after a permanent one. */
  onError(error: Error): void;
}

/**
 * One conversation's ear. The caller decides where turns end; the session only turns sound into words.
 * `push` never blocks and never throws; a session that falls behind drops its oldest sound and says so through `onError`.
 */
export interface SpeechToTextSession {
  /** Any length of mono PCM16 at 16 kHz. Only sound around speech is pushed, with some 300 ms of lead-in. */
  push(pcm: Int16Array): void;
  /** Text of everything pushed since the last `commit()`. May be asked again when speech went on: the new answer covers it all. Aborting only stops the wait. */
  transcribe(signal: AbortSignal): Promise<Transcription>;
  /** The turn is closed: forgets its sound and text. */
  commit(): void;
  close(): Promise<void>;
}

export interface SpeechToTextProvider {
  /** `provider:model`, for logs, metrics and records. */
  readonly id: string;
  /** Gives partial transcriptions while speech goes on. */
  readonly isStreaming: boolean;
  /** Codes such as `en` or `pt-BR`; `*` for any. A bare code covers its regions. */
  readonly languages: readonly string[] | '*';
  open(options: SpeechToTextOptions): Promise<SpeechToTextSession>;
}
