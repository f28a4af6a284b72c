import type { Passage } from '../../../contracts/knowledge';
import { chunkText } from '../chunking';
import { questionWords, rootOf } from './question-words';

export interface SearchableText {
  search(question: string, limit: number): readonly Passage[];
}

/** A text that is in no document, searched by its words (BM25). For texts of a conversation's own; documents have their index. */
export function searchableText(documentId: string, text: string): SearchableText {
  const chunks = chunkText(text).map((chunk) => ({ ...chunk, counts: countsOf(`${chunk.heading} ${chunk.text}`) }));
  const meanLength = chunks.reduce((sum, { counts }) => sum + counts.length, 0) / Math.max(1, chunks.length);
  const holding = new Map<string, number>();
  for (const { counts } of chunks) for (const root of counts.roots.keys()) holding.set(root, (holding.get(root) ?? 0) + 1);
  return {
    search(question, limit) {
      const asked = questionWords(question).map(rootOf);
      return chunks
        .map(({ position, heading, text: passage, counts }) => {
          const score = asked.reduce((sum, root) => {
            const count = counts.roots.get(root) ?? 0;
            const rarity = Math.log(1 + (chunks.length - (holding.get(root) ?? 0) + 0.5) / ((holding.get(root) ?? 0) + 0.5));
            return sum + (count === 0 ? 0 : (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * counts.length) / meanLength)));
          }, 0);
          return { documentId, chunkId: `${documentId}_${position}`, title: heading, text: passage, score, distance: null };
        })
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
    },
  };
}

function countsOf(text: string): { readonly roots: ReadonlyMap<string, number>; readonly length: number } {
  const roots = new Map<string, number>();
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) roots.set(rootOf(word), (roots.get(rootOf(word)) ?? 0) + 1);
  return { roots, length: words.length };
}
