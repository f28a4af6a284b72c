/** What a channel does with a value that arrives while it is full. */
export type FullPolicy = 'wait' | 'drop-oldest';

export interface ChannelOptions<T> {
  readonly capacity: number;
  readonly whenFull: FullPolicy;
  /** Told of each value that was dropped. */
  readonly onDrop?: (value: T) => void;
}

/**
 * The one kind of queue between stages: bounded, one consumer. Closing lets the consumer drain what is left; `fail` throws it away
 * and rejects the consumer. A consumer that stops early (`break`, `return`) closes the channel for its producers.
 */
export class Channel<T> implements AsyncIterable<T> {
  readonly #options: ChannelOptions<T>;
  #values: T[] = [];
  #isClosed = false;
  #failure: { readonly reason: unknown } | undefined;
  #wakeConsumer: (() => void) | undefined;
  #waitingProducers: (() => void)[] = [];

  constructor(options: ChannelOptions<T>) {
    if (!(options.capacity >= 1)) throw new RangeError('a channel holds at least one value');
    this.#options = options;
  }

  get size(): number {
    return this.#values.length;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Adds a value at once, or says `false`: closed, or full under the policy `wait`. */
  offer(value: T): boolean {
    if (this.#isClosed) return false;
    if (this.#values.length >= this.#options.capacity) {
      if (this.#options.whenFull === 'wait') return false;
      const dropped = this.#values.shift();
      if (dropped !== undefined) this.#options.onDrop?.(dropped);
    }
    this.#values.push(value);
    this.#wake();
    return true;
  }

  /** Adds a value, waiting for room under the policy `wait`. `false`: the channel was closed. */
  async send(value: T): Promise<boolean> {
    while (!this.offer(value)) {
      if (this.#isClosed) return false;
      await new Promise<void>((resolve) => {
        this.#waitingProducers.push(resolve);
      });
    }
    return true;
  }

  /** No more values; those inside can still be taken. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
    this.#releaseProducers();
  }

  /** No more values, and the consumer gets `reason` thrown now. */
  fail(reason: unknown): void {
    if (this.#isClosed && this.#values.length === 0) return;
    this.#failure = { reason };
    this.#values = [];
    this.close();
  }

  /** Throws away everything inside and says how much it was. */
  clear(): number {
    const count = this.#values.length;
    this.#values = [];
    this.#releaseProducers();
    return count;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    try {
      for (;;) {
        if (this.#failure !== undefined) throw this.#failure.reason;
        if (this.#values.length > 0) {
          const value = this.#values.shift() as T;
          this.#releaseProducers();
          yield value;
          continue;
        }
        if (this.#isClosed) return;
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
      }
    } finally {
      this.#values = [];
      this.close();
    }
  }

  #wake(): void {
    const wake = this.#wakeConsumer;
    this.#wakeConsumer = undefined;
    wake?.();
  }

  #releaseProducers(): void {
    const waiting = this.#waitingProducers;
    this.#waitingProducers = [];
    for (const release of waiting) release();
  }
}
