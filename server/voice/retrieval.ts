/** A piece of a knowledge document that may answer a turn. */
export interface RetrievedPassage {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly text: string;
  /** Higher is nearer. */
  readonly score: number;
  /** Cosine distance to the question; absent or null where words alone found it. */
  readonly distance?: number | null;
}

export interface RetrievalQuery {
  /** What the participant said in this turn. */
  readonly text: string;
  /** What was said before it, oldest first, the last few turns of both sides. */
  readonly history: readonly string[];
}

export type Retrieve = (query: RetrievalQuery, signal: AbortSignal) => Promise<readonly RetrievedPassage[]>;
