import { extractText } from '../domain/knowledge/extraction/extract';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { searchKnowledge } from '../domain/knowledge/retrieval/search-knowledge';
import { AppError } from '../lib/app-error';
import { type EmbeddingProvider, unitVector } from '../providers/spec/embeddings';

/** The real search over a web that a test writes, with vectors that follow what texts are about rather than their words. */
export class ScriptedKnowledge implements KnowledgeEngine {
  readonly mostBytes: number = 1_000_000;
  /** What stands at each address; a number is the status it answers with. */
  readonly pages = new Map<string, string | number>();
  embedder: EmbeddingProvider | undefined;

  /** Each topic is a dimension: a text lies where the words of its topics are. */
  useTopics(topics: readonly (readonly string[])[]): void {
    const vectorOf = (text: string) => {
      const lower = text.toLowerCase();
      return unitVector(Float32Array.from([0.05, ...topics.map((words) => words.filter((word) => lower.includes(word)).length)]));
    };
    this.embedder = { id: 'scripted:topics', isReady: () => true, embed: async (texts) => texts.map(vectorOf) };
  }

  async search(...[scope, request, signal = AbortSignal.timeout(10_000)]: Parameters<KnowledgeEngine['search']>) {
    return searchKnowledge(scope, request, {
      embedder: this.embedder,
      signal,
      onProblem(error) {
        throw error;
      },
    });
  }

  async readPage(url: string) {
    const page = this.pages.get(url) ?? 404;
    if (page === 404) throw new AppError('not_found', 'There is no page at this address: it answered 404.');
    if (typeof page === 'number') throw new AppError('request_failed', `The address answered ${page}.`);
    const { text, title, links, contentType } = await extractText({ bytes: Buffer.from(page), url });
    return { url, title, text, links, contentType };
  }

  async embedderOf() {
    return this.embedder;
  }
}
