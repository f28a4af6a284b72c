/** Turns texts into vectors that lie near each other when the texts mean the same. */
export interface EmbeddingProvider {
  /** Names the model: vectors of different ones cannot be compared. */
  readonly id: string;
  /** False while a model is still being fetched. */
  isReady(): boolean;
  /** A vector of length 1 for each text, in the order given. Texts past the model's limit are cut. Throws `ProviderError`, or the signal's reason. */
  embed(texts: readonly string[], options: EmbeddingOptions): Promise<Float32Array[]>;
}

export interface EmbeddingOptions {
  /** A question has somebody waiting; passages are many and may take longer. */
  readonly of: 'question' | 'passages';
  readonly signal: AbortSignal;
}

export function unitVector(values: Float32Array): Float32Array {
  let square = 0;
  for (const value of values) square += value * value;
  const length = Math.sqrt(square);
  return length === 0 ? values : values.map((value) => value / length);
}
