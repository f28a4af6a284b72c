export interface WordArc {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
  readonly word: string;
}

export interface NullArc {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
}

/** A finite-state graph that is entered and left at state 0. */
export interface WordGraph {
  readonly states: number;
  readonly words: readonly WordArc[];
  readonly nulls: readonly NullArc[];
}

const boundary = 0;
const anyWord = 1;

/**
 * A bigram language model of these sentences as a graph: a state for each word, arcs to what followed it, and a way to any word
 * with the probability that Witten and Bell leave for the unseen. No two arcs without a word follow each other, since the decoder takes one such step at a time.
 */
export function bigramGraph(sentences: readonly (readonly string[])[]): WordGraph {
  const followers = new Map<string, Map<string, number>>();
  const frequencies = new Map<string, number>();
  for (const sentence of sentences) {
    [start, ...sentence].forEach((word, i) => {
      const next = sentence[i] ?? end;
      followers.set(word, increased(followers.get(word), next));
      frequencies.set(next, (frequencies.get(next) ?? 0) + 1);
    });
  }
  const vocabulary = [...frequencies.keys()].filter((word) => word !== end);
  const states = new Map(vocabulary.map((word, i) => [word, i + 2]));
  const total = sum(frequencies);
  const anywhere = (word: string): number => (frequencies.get(word) ?? 0) / total;

  const words: WordArc[] = [];
  const nulls: NullArc[] = [];
  const arcTo = (from: number, word: string, probability: number): void => {
    const to = states.get(word);
    if (to !== undefined) words.push({ from, to, probability, word });
  };

  const first = followers.get(start) ?? new Map<string, number>();
  const firstMass = sum(first) + first.size;
  for (const word of vocabulary) {
    arcTo(boundary, word, ((first.get(word) ?? 0) + first.size * anywhere(word)) / firstMass);
    arcTo(anyWord, word, anywhere(word));
  }
  for (const [word, from] of states) {
    const after = followers.get(word) ?? new Map<string, number>();
    const mass = sum(after) + after.size;
    for (const [next, times] of after) arcTo(from, next, times / mass);
    nulls.push({ from, to: anyWord, probability: after.size / mass });
    nulls.push({ from, to: boundary, probability: ((after.get(end) ?? 0) + after.size * anywhere(end)) / mass });
  }
  return { states: vocabulary.length + 2, words, nulls };
}

const start = '<s>';
const end = '</s>';

function increased(counts: Map<string, number> | undefined, word: string): Map<string, number> {
  const grown = counts ?? new Map<string, number>();
  return grown.set(word, (grown.get(word) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const times of counts.values()) total += times;
  return total;
}
