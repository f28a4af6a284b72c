export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window is over. */
  readonly resetSeconds: number;
  readonly isExceeded: boolean;
}

/**
 * Counts requests per caller in windows of a minute, in this process: exact limits are not worth a database write on each request.
 * What it remembers is bounded; when there are more callers than that, the longest silent is forgotten.
 */
export class RequestLimit {
  readonly #limit: number;
  readonly #most: number;
  readonly #counts = new Map<string, { window: number; count: number }>();

  constructor(options: { readonly perMinute: number; readonly mostCallers?: number }) {
    this.#limit = options.perMinute;
    this.#most = options.mostCallers ?? 10_000;
  }

  count(caller: string, nowMs: number = Date.now()): Allowance {
    const window = Math.floor(nowMs / 60_000);
    const before = this.#counts.get(caller);
    const count = before?.window === window ? before.count + 1 : 1;
    // Put last, so that the map's order is the order of last use.
    this.#counts.delete(caller);
    this.#counts.set(caller, { window, count });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > this.#most && oldest !== undefined) this.#counts.delete(oldest);
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - count),
      resetSeconds: Math.ceil(((window + 1) * 60_000 - nowMs) / 1000),
      isExceeded: count > this.#limit,
    };
  }
}
