/** What a caller shows: a key, or a single-use token from a browser. */
export interface SpeechProof {
  readonly key?: string | undefined;
  readonly token?: string | undefined;
  readonly ip?: string | undefined;
}

export interface VoiceRequest {
  readonly voiceId: string;
  readonly modelId?: string | undefined;
  readonly language?: string | undefined;
  readonly outputFormat: string;
  readonly settings: { readonly stability?: number; readonly similarityBoost?: number; readonly speed?: number };
  readonly dictionaries: readonly { readonly dictionaryId: string; readonly versionId?: string | undefined }[];
  readonly signal: AbortSignal;
}

export interface SpokenSound {
  readonly bytes: Uint8Array;
  readonly alignment: { readonly chars: readonly string[]; readonly startMs: readonly number[]; readonly durationMs: readonly number[] } | undefined;
}

export interface SpeakingVoice {
  /** Says segments as they come; called once. */
  say(segments: AsyncIterable<string>): AsyncIterable<SpokenSound>;
  close(): Promise<void>;
}

export interface EarRequest {
  readonly modelId?: string | undefined;
  readonly language: string;
  readonly hints: readonly string[];
  readonly signal: AbortSignal;
  onPartial(text: string): void;
  onError(error: Error): void;
}

export interface HeardUtterance {
  readonly text: string;
  readonly language: string | undefined;
  readonly words: readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[] | undefined;
}

export interface ListeningEar {
  /** Mono PCM16 at 16 kHz. */
  push(pcm: Int16Array): void;
  /** Text of what was pushed since the last time; forgets it. */
  commit(signal: AbortSignal): Promise<HeardUtterance>;
  /** Probability of speech in each frame of 16 kHz sound that is complete with this. */
  activity(pcm: Int16Array): Promise<readonly { readonly ms: number; readonly probability: number }[]>;
  close(): Promise<void>;
}

/** Somebody who may use speech: what the sockets of speech need of the rest of the program. */
export interface SpeechCaller {
  /** Throws `not_found`, `not_supported`, `not_configured`, `provider_rejected`. */
  openVoice(request: VoiceRequest): Promise<SpeakingVoice>;
  openEar(request: EarRequest): Promise<ListeningEar>;
}

export interface SpeechHost {
  /** Throws `unauthenticated`, `invalid_api_key`, `rate_limited`. */
  admit(proof: SpeechProof, kind: 'tts_websocket' | 'realtime_scribe'): Promise<SpeechCaller>;
}
