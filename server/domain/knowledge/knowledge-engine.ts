import type { WorkspaceScope } from '../../auth/scope';
import type { SearchOutcome } from '../../contracts/knowledge';
import type { EmbeddingProvider } from '../../providers/spec/embeddings';

export interface SearchRequest {
  readonly text: string;
  /** What the participant said before, oldest first: a question such as "and on Sundays?" leans on it. */
  readonly history?: readonly string[] | undefined;
  readonly documentIds: readonly string[];
  /** Passages at most. */
  readonly limit?: number | undefined;
  /** Characters of all passages together, at most. */
  readonly maxLength?: number | undefined;
  /** Passages found by meaning alone that are farther off are left out. */
  readonly maxDistance?: number | undefined;
}

export interface ReadPage {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly contentType: string;
  readonly links: readonly string[];
}

/** What reads, turns into vectors and searches: threads and models that live in the voice process. */
export interface KnowledgeEngine {
  search(scope: WorkspaceScope, request: SearchRequest, signal?: AbortSignal): Promise<SearchOutcome>;
  /** Fetches a page from outside and reads it. Throws `bad_request` with what is wrong with it, `not_found` when it is gone. */
  readPage(url: string): Promise<ReadPage>;
  /** What makes this workspace's vectors now; nothing while the model is not there. */
  embedderOf(scope: WorkspaceScope): Promise<EmbeddingProvider | undefined>;
  /** Room for one workspace's knowledge. */
  readonly mostBytes: number;
}
