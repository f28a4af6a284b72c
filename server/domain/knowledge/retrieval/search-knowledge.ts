import type { WorkspaceScope } from '../../../auth/scope';
import type { Passage, SearchOutcome } from '../../../contracts/knowledge';
import type { EmbeddingProvider } from '../../../providers/spec/embeddings';
import type { SearchRequest } from '../knowledge-engine';
import { textConfiguration } from '../language-of';
import { fuse, rerank } from './fuse';
import { questionWords } from './question-words';
import { nearestStored } from './stored-vectors';
import { nearest } from './vector-search';

/** Looked at from each list before the best are chosen. */
const candidatesAList = 40;
const usual = { limit: 20, maxLength: 50_000, maxDistance: 0.6 } as const;
/** A question with fewer telling words leans on the one before it. */
const enoughWords = 2;

/** Which ways are gone; the bench compares them. */
export interface SearchWays {
  readonly words: boolean;
  readonly meaning: boolean;
  readonly rerank: boolean;
}

/** A second look at the candidates' words did not pay when it was measured. */
const usualWays: SearchWays = { words: true, meaning: true, rerank: false };

export interface SearchParts {
  /** What made the vectors; absent: words alone are searched. */
  readonly embedder: EmbeddingProvider | undefined;
  readonly signal: AbortSignal;
  readonly ways?: SearchWays;
  /** Told when meaning could not be searched. */
  onProblem(error: unknown): void;
}

/** Passages that speak of what is asked, best first: found by words and by meaning, and fused. */
export async function searchKnowledge(
  scope: WorkspaceScope,
  request: SearchRequest,
  { embedder, signal, ways = usualWays, onProblem }: SearchParts,
): Promise<SearchOutcome> {
  const startedAt = performance.now();
  const query = searchedText(request);
  const documents = await scope.db.knowledgeDocument.findMany({
    where: { id: { in: [...request.documentIds] }, kind: { not: 'folder' } },
    select: { id: true, name: true, language: true },
  });
  const [byWords, byMeaning] = await Promise.all([
    ways.words ? findByWords(scope, query, documents) : [],
    findByMeaning(scope, query, documents, ways.meaning ? embedder : undefined, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      // Words alone find most of it; a question is not left unanswered because vectors failed.
      onProblem(error);
      return undefined;
    }),
  ]);
  const rows = await scope.db.knowledgeChunk.findMany({
    where: { OR: [{ id: { in: byWords } }, ...(byMeaning ?? []).map(({ documentId, position }) => ({ documentId, position }))] },
    select: { id: true, documentId: true, position: true, heading: true, text: true },
  });
  const nameOf = new Map(documents.map(({ id, name }) => [id, name]));
  const placeOf = new Map(rows.map((row) => [`${row.documentId} ${row.position}`, row.id]));
  const near = (byMeaning ?? []).flatMap(({ documentId, position, likeness }) => {
    const id = placeOf.get(`${documentId} ${position}`);
    return id === undefined ? [] : [{ id, distance: 1 - likeness }];
  });
  const distances = new Map(near.map(({ id, distance }) => [id, distance]));
  const fused = fuse([byWords, near.map(({ id }) => id)]);
  const candidates = new Map(rows.map((row) => [row.id, { ...row, heading: titleOf(nameOf.get(row.documentId) ?? '', row.heading) }]));
  const isFound = new Set(byWords);
  const maxDistance = request.maxDistance ?? usual.maxDistance;
  const chosen = [...(ways.rerank ? rerank(query, candidates, fused) : fused)].filter(([id]) => isFound.has(id) || (distances.get(id) ?? 0) <= maxDistance);
  const passages = chosen.flatMap(([id, score]): Passage[] => {
    const row = candidates.get(id);
    if (row === undefined) return [];
    return [{ documentId: row.documentId, chunkId: id, title: row.heading, text: row.text, score: rounded(score), distance: distanceOf(distances.get(id)) }];
  });
  return {
    passages: withinLength(passages.slice(0, request.limit ?? usual.limit), request.maxLength ?? usual.maxLength),
    query,
    method: byMeaning === undefined ? 'words' : 'hybrid',
    latencyMs: Math.round(performance.now() - startedAt),
  };
}

function searchedText({ text, history = [] }: SearchRequest): string {
  const before = history.at(-1);
  return before !== undefined && questionWords(text).length < enoughWords ? `${before} ${text}` : text;
}

interface SearchedDocument {
  readonly id: string;
  readonly name: string;
  readonly language: string;
}

async function findByWords(scope: WorkspaceScope, query: string, documents: readonly SearchedDocument[]): Promise<string[]> {
  const words = questionWords(query);
  const groups = Map.groupBy(documents, ({ language }) => textConfiguration(language));
  const found = await Promise.all(
    [...groups].map(([configuration, group]) => scope.search.byWords({ words, configuration, documentIds: group.map(({ id }) => id), limit: candidatesAList })),
  );
  return found
    .flat()
    .sort((a, b) => b.rank - a.rank)
    .slice(0, candidatesAList)
    .map(({ chunkId }) => chunkId);
}

/** Nothing when there are no vectors to compare with, an empty list when none is near. */
async function findByMeaning(
  scope: WorkspaceScope,
  query: string,
  documents: readonly SearchedDocument[],
  embedder: EmbeddingProvider | undefined,
  signal: AbortSignal,
): Promise<{ documentId: string; position: number; likeness: number }[] | undefined> {
  if (embedder === undefined) return undefined;
  const rows = await scope.db.knowledgeIndex.findMany({
    where: { documentId: { in: documents.map(({ id }) => id) }, embedder: embedder.id, dimensions: { gt: 0 } },
    select: { id: true, documentId: true, updatedAt: true },
  });
  const indexes = [...new Map(rows.map((row) => [row.documentId, { ...row, key: `${row.id} ${row.updatedAt.getTime()}` }])).values()];
  if (indexes.length === 0) return undefined;
  const [question] = await embedder.embed([query], { of: 'question', signal });
  if (question === undefined) return undefined;
  const documentOf = new Map(indexes.map(({ key, documentId }) => [key, documentId]));
  const kept = indexes.map(({ id, key }) => ({
    id,
    key,
    async read() {
      const row = await scope.db.knowledgeIndex.findFirst({ where: { id }, select: { vectors: true, dimensions: true } });
      return row?.vectors ? { packed: row.vectors, dimensions: row.dimensions } : undefined;
    },
  }));
  const matches = (await scope.vectors.isThere())
    ? await nearestStored(scope, kept, question, candidatesAList, signal)
    : await nearest(kept, question, candidatesAList, signal);
  return matches.map(({ key, row, likeness }) => ({ documentId: documentOf.get(key) ?? '', position: row, likeness }));
}

function titleOf(name: string, heading: string): string {
  return [name, heading].filter((part) => part !== '').join(' › ');
}

function withinLength(passages: readonly Passage[], maxLength: number): Passage[] {
  let length = 0;
  return passages.filter(({ text }, i) => {
    length += text.length;
    return i === 0 || length <= maxLength;
  });
}

function distanceOf(distance: number | undefined): number | null {
  return distance === undefined ? null : rounded(Math.max(0, distance));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
