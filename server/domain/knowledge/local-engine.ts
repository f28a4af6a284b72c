import type { SealKeys } from '../../auth/scope';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import type { Logger } from '../../lib/logger';
import { createEmbeddings, findProvider, settingsFor } from '../../providers/registry';
import type { EmbeddingProvider } from '../../providers/spec/embeddings';
import { settingsOfWorkspace } from '../credentials/settings-of-workspace';
import type { KnowledgeEngine } from './knowledge-engine';
import { readPage } from './read-page';
import { searchKnowledge } from './retrieval/search-knowledge';

export interface LocalKnowledgeOptions {
  /** Provider, or provider and model, that makes vectors. */
  readonly embeddings: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  readonly sealKeys: SealKeys;
  readonly outgoing: Outgoing;
  readonly log: Logger;
}

const searchLimitMs = 10_000;

/** The knowledge engine of the process that has the models and threads. */
export function localKnowledge({ embeddings, environment, mostBytes, sealKeys, outgoing, log }: LocalKnowledgeOptions): KnowledgeEngine {
  const engine: KnowledgeEngine = {
    mostBytes,
    readPage: (url) => readPage(outgoing, url),
    async embedderOf(scope) {
      const credentials = await settingsOfWorkspace(scope, sealKeys, (provider) => log.error({ provider }, 'a stored credential cannot be opened'));
      const embedder = createEmbeddings(embeddings, (name) => {
        const spec = findProvider(name);
        return spec === undefined ? undefined : settingsFor(spec, { environment, credential: credentials.get(name) });
      });
      return embedder?.isReady() === true ? embedder : undefined;
    },
    async search(scope, request, signal = AbortSignal.timeout(searchLimitMs)) {
      const embedder: EmbeddingProvider | undefined = await engine.embedderOf(scope);
      return searchKnowledge(scope, request, { embedder, signal, onProblem: (error) => log.warn({ err: error }, 'knowledge was searched by words alone') });
    },
  };
  return engine;
}
