import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { DeadlineError, delay } from '../../lib/wait';
import { ProviderError, type ProviderErrorCategory } from '../spec/provider-error';
import type { Capability } from '../spec/provider-spec';
import { type BreakerEvent, Breakers } from './circuit-breaker';

/** One provider of a chain, ready to be called. */
export interface ChainLink<P> {
  /** `provider:model`. */
  readonly ref: string;
  /** Tells apart the same model under other settings. */
  readonly breakerKey: string;
  readonly provider: P;
}

export interface FailoverEvent {
  readonly capability: Capability;
  readonly from: string;
  /** Absent when nothing is left to go to. */
  readonly to?: string;
  readonly reason: string;
  readonly category: ProviderErrorCategory | 'not-configured';
  readonly atMs: number;
}

export interface ChainOptions {
  readonly clock: Clock;
  readonly log: Logger;
  onFailover(event: FailoverEvent): void;
  /** Those of the process unless given. */
  readonly breakers?: Breakers;
  readonly deadlines?: Partial<ChainDeadlines>;
}

/** Milliseconds until the first useful thing of each kind; `stallMs` counts between later ones. */
export interface ChainDeadlines {
  readonly languageModelMs: number;
  readonly textToSpeechMs: number;
  readonly speechToTextMs: number;
  readonly openMs: number;
  readonly stallMs: number;
}

export const defaultDeadlines: ChainDeadlines = { languageModelMs: 6_000, textToSpeechMs: 4_000, speechToTextMs: 5_000, openMs: 5_000, stallMs: 12_000 };

const processBreakers = new Breakers();
/** Longest pause before asking the same provider again; a conversation cannot wait longer. */
const longestRetryMs = 1_000;
const usualRetryMs = 150;

/** What the three chains share: the order to try in, what a failure means, and telling of it. */
export class Chain<P> {
  readonly capability: Capability;
  readonly links: readonly ChainLink<P>[];
  readonly options: ChainOptions;
  readonly deadlines: ChainDeadlines;
  readonly #breakers: Breakers;

  constructor(capability: Capability, links: readonly ChainLink<P>[], options: ChainOptions) {
    this.capability = capability;
    this.links = links;
    this.options = options;
    this.deadlines = { ...defaultDeadlines, ...options.deadlines };
    this.#breakers = options.breakers ?? processBreakers;
  }

  /** The links whose breaker lets a call through, and behind them the others: a bad chance is better than none. */
  order(candidates: readonly ChainLink<P>[] = this.links): readonly ChainLink<P>[] {
    const nowMs = this.options.clock.nowMs();
    const open = candidates.filter((link) => this.#breakers.mayCall(link.breakerKey, nowMs));
    return [...open, ...candidates.filter((link) => !open.includes(link))];
  }

  succeeded(link: ChainLink<P>): void {
    this.#breakers.note(link.breakerKey, 'success', this.options.clock.nowMs());
  }

  /** Gives any failure of a link our shape, and lets its breaker know. */
  failed(link: ChainLink<P>, thrown: unknown): ProviderError {
    const error = asProviderError(thrown, link.ref);
    this.#breakers.note(link.breakerKey, breakerEvent(error), this.options.clock.nowMs());
    return error;
  }

  /** Waits as long as the provider asked before the same call is made again; `false` when that is not worth it. */
  async retries(error: ProviderError, attempt: number, signal: AbortSignal): Promise<boolean> {
    const waitMs = error.retryAfterMs ?? usualRetryMs;
    if (error.isPermanent || attempt > 0 || error.category === 'timeout' || waitMs > longestRetryMs) return false;
    await delay(this.options.clock, waitMs, signal);
    return true;
  }

  tell(from: ChainLink<P>, to: ChainLink<P> | undefined, error: ProviderError): void {
    const { log, clock, onFailover } = this.options;
    log.warn(
      { capability: this.capability, from: from.ref, to: to?.ref, category: error.category, owner: error.owner, reason: error.message },
      to === undefined ? 'provider failed, none left' : 'provider failed, going on with the next',
    );
    onFailover({
      capability: this.capability,
      from: from.ref,
      ...(to === undefined ? {} : { to: to.ref }),
      reason: error.message,
      category: error.category,
      atMs: clock.nowMs(),
    });
  }
}

export function asProviderError(thrown: unknown, provider: string): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const isLate = thrown instanceof DeadlineError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ProviderError(message, {
    provider,
    category: isLate ? 'timeout' : 'internal',
    isPermanent: false,
    owner: isLate ? 'vendor' : 'platform',
    cause: thrown,
  });
}

function breakerEvent(error: ProviderError): BreakerEvent {
  if (error.category === 'authentication' || error.category === 'quota') return 'lasting-failure';
  return error.category === 'invalid-request' || error.category === 'unsupported' ? 'harmless-failure' : 'failure';
}

/** Ends an iterator nobody waits for any more. What it throws on its way out concerns nobody. */
export function abandon(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().then(undefined, () => undefined);
}
