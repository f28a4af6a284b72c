import { withoutMarks } from '../spec/speech-marks';

/** Segments of one response, kept so that another provider can speak them again. Pulls from its source only what someone asks for. */
export class SegmentReplay {
  readonly #source: AsyncIterator<string>;
  readonly #segments: string[] = [];
  #pending: Promise<void> | undefined;
  #isEnded = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(source: AsyncIterable<string>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The source has no more, and all it had was asked for. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** What the source itself threw, which is no provider's fault. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure;
  }

  /** A segment that was asked for already. */
  taken(index: number): string | undefined {
    return this.#segments[index];
  }

  hasWords(from: number): boolean {
    return this.#segments.slice(from).some((segment) => /[\p{L}\p{N}]/u.test(withoutMarks(segment)));
  }

  /** The segments from an index on, those to come included; `leftOf` says what is still to be said of the first of them. */
  async *from(index: number, onTaken: () => void, leftOf: (segment: string) => string = (segment) => segment): AsyncGenerator<string> {
    for (let i = index; ; i++) {
      const segment = await this.#at(i);
      if (segment === undefined) return;
      onTaken();
      yield i === index ? leftOf(segment) : segment;
    }
  }

  /** Whether there is a segment at this index, as soon as that is known. */
  async has(index: number): Promise<boolean> {
    return (await this.#at(index)) !== undefined;
  }

  close(): void {
    this.#isEnded = true;
    this.#source.return?.().then(undefined, () => undefined);
  }

  async #at(index: number): Promise<string | undefined> {
    while (index >= this.#segments.length && !this.#isEnded) {
      // Two readers may wait for the same segment: one that was given up, and the one after it.
      this.#pending ??= this.#pull();
      await this.#pending;
    }
    if (this.#failure !== undefined && index >= this.#segments.length) throw this.#failure.reason;
    return this.#segments[index];
  }

  async #pull(): Promise<void> {
    try {
      const result = await this.#source.next();
      if (result.done === true) this.#isEnded = true;
      else this.#segments.push(result.value);
    } catch (reason) {
      this.#failure = { reason };
      this.#isEnded = true;
    } finally {
      this.#pending = undefined;
    }
  }
}
