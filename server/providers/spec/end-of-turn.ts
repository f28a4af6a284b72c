/** What is known when a speaker has fallen silent. */
export interface EndOfTurnRequest {
  /** The turn so far up to now, its trailing silence included: at most the last 8 s, mono PCM16 at 16 kHz. */
  readonly sound: Int16Array;
  /** Words of the turn known so far; may be empty. */
  readonly words: string;
  readonly language: string;
  /** What was said before, oldest first; the open turn is not among it. */
  readonly dialogue: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}

/** Judges whether a turn is over. It gives evidence only: the turn machine weighs it with silence and decides. */
export interface EndOfTurnJudge {
  readonly id: string;
  /** `sound`: knows nothing of words, so that these are weighed beside it; `words`: they are in its answer already. */
  readonly hears: 'sound' | 'words';
  /** Probability that the speaker is done, 0 to 1. Rejects when it cannot tell; silence and words decide then. */
  probability(request: EndOfTurnRequest, signal: AbortSignal): Promise<number>;
}

/** Sound given to a judge reaches back this far, in samples. */
export const judgedSamples = 128_000;
