import { questionWords, rootOf } from './question-words';

/** How fast a place in a list loses weight. Small: the first few places are what counts. */
const slope = 20;
/** How much the words of the question weigh beside the places, when candidates are looked at again. */
const wordWeight = 0.06;

export interface Candidate {
  readonly heading: string;
  readonly text: string;
}

/** Reciprocal rank fusion: what stands high in any list stands high in the result, higher when in several. */
export function fuse(lists: readonly (readonly string[])[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const list of lists) list.forEach((id, place) => scores.set(id, (scores.get(id) ?? 0) + 1 / (slope + place)));
  return new Map([...scores].sort((a, b) => b[1] - a[1]));
}

/** Looks at the candidates' own words: those that speak of more of what was asked, and of its rarer words, move up. */
export function rerank(question: string, candidates: ReadonlyMap<string, Candidate>, scores: ReadonlyMap<string, number>): Map<string, number> {
  const asked = questionWords(question).map(rootOf);
  const roots = new Map(
    [...candidates].map(([id, { heading, text }]) => [id, new Set((`${heading} ${text}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(rootOf))]),
  );
  const weights = asked.map((root) => {
    const holding = [...roots.values()].filter((set) => set.has(root)).length;
    return holding === 0 ? 0 : Math.log(1 + candidates.size / holding);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const reranked = [...scores].flatMap(([id, score]) => {
    const set = roots.get(id);
    if (set === undefined) return [];
    const covered = asked.reduce((sum, root, i) => sum + (set.has(root) ? (weights[i] ?? 0) : 0), 0);
    return [[id, score + (total === 0 ? 0 : (wordWeight * covered) / total)] as const];
  });
  return new Map(reranked.sort((a, b) => b[1] - a[1]));
}
