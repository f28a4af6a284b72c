/** How many answers of a provider are remembered, and how many it takes to know it. */
const mostKept = 60;
const fewestKnown = 8;
const mostProviders = 500;

/** How long providers of this process take to their first useful word, so that one that is late can be told from one that is slow. */
export class AnswerTimes {
  readonly #times = new Map<string, number[]>();

  note(key: string, ms: number): void {
    const times = this.#times.get(key) ?? [];
    times.push(ms);
    if (times.length > mostKept) times.shift();
    this.#times.delete(key);
    this.#times.set(key, times);
    const oldest = this.#times.keys().next();
    if (this.#times.size > mostProviders && oldest.done !== true) this.#times.delete(oldest.value);
  }

  /** What nineteen answers of twenty are quicker than; null: not known yet. */
  usualMost(key: string): number | null {
    const times = this.#times.get(key);
    if (times === undefined || times.length < fewestKnown) return null;
    const sorted = [...times].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? null;
  }
}
