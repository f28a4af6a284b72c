// Pages load this: no library here.

export const documentKinds = ['text', 'url', 'file', 'folder'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** How an agent uses a document: whole in its prompt, or looked up in as each turn needs it. */
export const usageModes = ['prompt', 'auto'] as const;
export type UsageMode = (typeof usageModes)[number];

/** How far a document is prepared for searching. */
export const indexStatuses = ['created', 'processing', 'succeeded', 'failed', 'rag_limit_exceeded', 'document_too_small', 'cannot_index_folder'] as const;
export type IndexStatus = (typeof indexStatuses)[number];

/** Names that callers ask for; whatever this installation runs stands behind each. */
export const embeddingModels = ['e5_mistral_7b_instruct', 'multilingual_e5_large_instruct'] as const;
export type EmbeddingModel = (typeof embeddingModels)[number];
export const defaultEmbeddingModel: EmbeddingModel = 'e5_mistral_7b_instruct';

export const knowledgeLimits = {
  /** Of one uploaded file or fetched page. */
  fileBytes: 20 * 1024 * 1024,
  /** Of what is read from one, in characters. */
  textLength: 2_000_000,
  nameLength: 200,
  /** A document with less is put into the prompt instead of being searched. */
  smallestIndexedBytes: 500,
  foldersDeep: 8,
} as const;

/** A passage that was looked up for a question. */
export interface Passage {
  readonly documentId: string;
  readonly chunkId: string;
  /** Name of the document and the headings above the passage. */
  readonly title: string;
  readonly text: string;
  /** Best is first; comparable within one answer only. */
  readonly score: number;
  /** Cosine distance to the question, 0 (the same) to 2; null where words alone found it. */
  readonly distance: number | null;
}

export interface SearchOutcome {
  readonly passages: readonly Passage[];
  /** What was searched for, after the conversation was taken into account. */
  readonly query: string;
  /** How it was searched: by meaning and words, or by words alone because there are no vectors. */
  readonly method: 'hybrid' | 'words';
  readonly latencyMs: number;
}
