const start = '<s>';
const end = '</s>';

/**
 * A trigram language model of these sentences in ARPA form, smoothed after Witten and Bell: what followed a history many
 * different ways keeps more probability for what was never seen.
 */
export function arpaTrigram(sentences: readonly (readonly string[])[]): string {
  const counts = [new Counts(), new Counts(), new Counts()] as const;
  for (const sentence of sentences) {
    const words = [start, ...sentence, end];
    for (let i = 1; i < words.length; i++) {
      for (const [order, count] of counts.entries()) {
        if (i - order >= 0) count.add(words.slice(i - order, i).join(' '), words[i] ?? end);
      }
    }
  }
  const [unigrams, bigrams, trigrams] = counts;
  const vocabulary = new Set([...unigrams.followers('').keys(), end]);

  const p1 = (word: string): number => {
    const { total, kinds, of } = unigrams.after('', word);
    return (of + kinds / vocabulary.size) / (total + kinds);
  };
  const p2 = (history: string, word: string): number => {
    const { total, kinds, of } = bigrams.after(history, word);
    return (of + kinds * p1(word)) / (total + kinds);
  };
  const p3 = (history: string, word: string): number => {
    const { total, kinds, of } = trigrams.after(history, word);
    return (of + kinds * p2(history.slice(history.indexOf(' ') + 1), word)) / (total + kinds);
  };

  const lines = (order: number): string[] => {
    if (order === 0) {
      const others = [...vocabulary].map((word) => line(p1(word), word, bigrams.backOff(word)));
      return [`-99 ${start} ${log(bigrams.backOff(start) ?? 1)}`, ...others];
    }
    if (order === 1) return bigrams.all().map(([history, word]) => line(p2(history, word), `${history} ${word}`, trigrams.backOff(`${history} ${word}`)));
    return trigrams.all().map(([history, word]) => line(p3(history, word), `${history} ${word}`, undefined));
  };
  const grams = [lines(0), lines(1), lines(2)];
  return [
    '\\data\\',
    ...grams.map((gram, order) => `ngram ${order + 1}=${gram.length}`),
    ...grams.flatMap((gram, order) => ['', `\\${order + 1}-grams:`, ...gram]),
    '',
    '\\end\\',
    '',
  ].join('\n');
}

function line(probability: number, words: string, backOff: number | undefined): string {
  return backOff === undefined ? `${log(probability)} ${words}` : `${log(probability)} ${words} ${log(backOff)}`;
}

function log(probability: number): string {
  return Math.log10(Math.max(probability, 1e-10)).toFixed(4);
}

class Counts {
  readonly #byHistory = new Map<string, Map<string, number>>();

  add(history: string, word: string): void {
    const followers = this.followers(history);
    followers.set(word, (followers.get(word) ?? 0) + 1);
    this.#byHistory.set(history, followers);
  }

  followers(history: string): Map<string, number> {
    return this.#byHistory.get(history) ?? new Map<string, number>();
  }

  after(history: string, word: string): { total: number; kinds: number; of: number } {
    const followers = this.followers(history);
    let total = 0;
    for (const count of followers.values()) total += count;
    return { total, kinds: followers.size, of: followers.get(word) ?? 0 };
  }

  /** What an unseen follower of this history gets; none when the history was never seen. */
  backOff(history: string): number | undefined {
    const followers = this.#byHistory.get(history);
    if (followers === undefined) return undefined;
    let total = 0;
    for (const count of followers.values()) total += count;
    return followers.size / (total + followers.size);
  }

  all(): [history: string, word: string][] {
    return [...this.#byHistory].flatMap(([history, followers]) => [...followers.keys()].map((word): [string, string] => [history, word]));
  }
}
