/** One conversation's detector of speech in sound. Frames have exactly `frameSamples` samples of mono PCM16 at 16 kHz, given in order. */
export interface VoiceActivityDetector {
  readonly frameSamples: number;
  /** Probability of speech in this frame, 0 to 1. */
  probability(frame: Int16Array): Promise<number> | number;
  reset(): void;
  close(): void;
}

export interface VoiceActivityProvider {
  readonly id: string;
  open(): Promise<VoiceActivityDetector>;
}
