import { keyWords } from '../evaluations/text-likeness';

const wordsOfLabel = 3;

/** A name for each group of texts: the words that many of its texts have and few of the others do. */
export function labelsOf(groups: readonly (readonly string[])[]): readonly string[] {
  const counts = groups.map((texts) => countsOf(texts));
  return groups.map((texts, i) => {
    const words = [...(counts[i] ?? [])]
      .filter(([, count]) => count > 1 || texts.length === 1)
      .map(([word, count]) => {
        const elsewhere = counts.reduce((sum, other, j) => sum + (j === i ? 0 : (other.get(word) ?? 0) / Math.max(1, groups[j]?.length ?? 1)), 0);
        return { word, weight: count / texts.length / (1 + elsewhere) };
      })
      .sort((a, b) => b.weight - a.weight || a.word.localeCompare(b.word))
      .slice(0, wordsOfLabel)
      .map(({ word }) => word);
    const label = words.length > 0 ? words.join(', ') : (texts[0] ?? '').slice(0, 60);
    return label === '' ? '' : label.charAt(0).toUpperCase() + label.slice(1);
  });
}

/** Vectors made of words alone, for an installation without a model of meanings: texts with the same rare words lie near each other. */
export function wordVectors(texts: readonly string[]): Float32Array[] {
  const bags = texts.map((text) => keyWords(text).map(stemOf));
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const word of new Set(bag)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // A word of one text tells nothing of what texts have in common.
  const dimensions = new Map([...frequency].filter(([, count]) => count > 1).map(([word], i) => [word, i]));
  return bags.map((bag) => {
    const vector = new Float32Array(dimensions.size);
    for (const word of new Set(bag)) {
      const at = dimensions.get(word);
      if (at !== undefined) vector[at] = Math.log(1 + texts.length / (frequency.get(word) ?? 1));
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return length === 0 ? vector : vector.map((value) => value / length);
  });
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of keyWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const stemOf = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 6);
