import type { ModelToolCall } from '../../providers/spec/language-model';

/** The same call so often in a turn, or so many calls at all, and the model is going in circles. */
const mostRepeats = 2;
const mostCalls = 16;
/** So many refusals, and it is given no tools any more. */
const mostRefusals = 2;

/** C8: keeps one turn from calling tools without end. */
export class RunawayBreaker {
  readonly #counts = new Map<string, number>();
  #calls = 0;
  #refusals = 0;

  /** Why this call must not run; null: it may, and is counted. */
  refusal({ name, argumentsJson }: ModelToolCall): string | null {
    this.#calls++;
    const key = `${name} ${argumentsJson}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= mostRepeats && this.#calls <= mostCalls) return null;
    this.#refusals++;
    return count > mostRepeats
      ? `${name} was called with the same arguments already and its result is known; answer the user now`
      : 'too many tools were called in this turn; answer the user now';
  }

  get isOpen(): boolean {
    return this.#refusals >= mostRefusals;
  }
}
