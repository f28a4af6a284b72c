export const frameSamples = 512;

/** Samples of the frame before that the model wants in front of each frame; without them it misses one frame in six in noise. */
export const contextSamples = 64;

/** Frames of different conversations, judged in one run of the model. */
export interface FrameBatch {
  /** Each at most once. */
  readonly conversations: readonly number[];
  /** PCM16, `frameSamples` a conversation, in the same order. */
  readonly samples: Int16Array;
}
