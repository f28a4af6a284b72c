/** Length of one value of the curve, in ms: finer than a word, and ten numbers a second to keep. */
const stepMs = 100;
/** A curve is handed over after so many values at the latest. */
const mostValues = 300;
/** Below this everything is silence, of which nothing is kept. */
const silentBelow = 0.05;

export interface ActivityCurve {
  readonly fromMs: number;
  readonly stepMs: number;
  /** Highest probability of speech in each step, in percent. */
  readonly values: readonly number[];
}

/** Gathers a speech detector's probabilities into curves that are small enough to keep. */
export class ActivityCurves {
  readonly #onCurve: (curve: ActivityCurve) => void;
  #fromStep = 0;
  #values: number[] = [];

  constructor(onCurve: (curve: ActivityCurve) => void) {
    this.#onCurve = onCurve;
  }

  add(probability: number, atMs: number): void {
    const step = Math.floor(atMs / stepMs);
    if (step - this.#fromStep >= mostValues) this.flush();
    if (this.#values.length === 0) {
      if (probability < silentBelow) return;
      this.#fromStep = step;
    }
    const place = Math.max(0, step - this.#fromStep);
    // A detector tells a little less often than a step is long: what lies between was as before.
    while (this.#values.length < place) this.#values.push(this.#values.at(-1) ?? 0);
    this.#values[place] = Math.max(this.#values[place] ?? 0, Math.round(probability * 100));
  }

  flush(): void {
    const values = this.#values.slice(0, this.#values.findLastIndex((value) => value >= silentBelow * 100) + 2);
    this.#values = [];
    if (values.length > 0) this.#onCurve({ fromMs: this.#fromStep * stepMs, stepMs, values });
  }
}
