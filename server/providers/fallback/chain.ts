import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { DeadlineError, delay } from '../../lib/wait';
import { ProviderError, type ProviderErrorCategory } from '../spec/provider-error';
import type { Capability } from '../spec/provider-spec';
import { AnswerTimes } from './answer-times';
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

export interface HedgeEvent {
  readonly capability: Capability;
  readonly first: string;
  readonly second: string;
  /** The other was given up: what it made until then is paid for as well. */
  readonly winner: string;
  readonly afterMs: number;
}

export interface ChainOptions {
  readonly clock: Clock;
  readonly log: Logger;
  onFailover(event: FailoverEvent): void;
  /** A second provider is asked when the first is later than usual, and the first useful answer is taken: quicker, and paid for twice at times. */
  readonly hedges?: boolean;
  onHedge?(event: HedgeEvent): void;
  /** Those of the process unless given. */
  readonly breakers?: Breakers;
  readonly answerTimes?: AnswerTimes;
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
const processTimes = new AnswerTimes();
/** How long an answer is waited for before a second provider is asked as well: of one not known yet, on trial, and the bounds for all others. */
const unknownPatienceMs = 1_500;
const trialPatienceMs = 250;
const shortestPatienceMs = 300;
const longestPatienceMs = 4_000;
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
  readonly #times: AnswerTimes;

  constructor(capability: Capability, links: readonly ChainLink<P>[], options: ChainOptions) {
    this.capability = capability;
    this.links = links;
    this.options = options;
    this.deadlines = { ...defaultDeadlines, ...options.deadlines };
    this.#breakers = options.breakers ?? processBreakers;
    this.#times = options.answerTimes ?? processTimes;
  }

  /** The links whose breaker lets a call through, and behind them the others: a bad chance is better than none. */
  order(candidates: readonly ChainLink<P>[] = this.links): readonly ChainLink<P>[] {
    const nowMs = this.options.clock.nowMs();
    const open = candidates.filter((link) => this.#breakers.wouldCall(link.breakerKey, nowMs));
    return [...open, ...candidates.filter((link) => !open.includes(link))];
  }

  /** A call is made now: behind an open breaker whose rest is over it is the trial. */
  begins(link: ChainLink<P>): void {
    this.#breakers.mayCall(link.breakerKey, this.options.clock.nowMs());
  }

  /** It took so long until something useful came. */
  answered(link: ChainLink<P>, afterMs: number): void {
    this.#times.note(link.breakerKey, afterMs);
  }

  /** How long this one is waited for before the next is asked as well; null: for good. One that is on trial is not trusted for long. */
  patienceMs(link: ChainLink<P>): number | null {
    if (this.options.hedges !== true) return null;
    if (this.#breakers.state(link.breakerKey).phase !== 'closed') return trialPatienceMs;
    const usual = this.#times.usualMost(link.breakerKey);
    return usual === null ? unknownPatienceMs : Math.min(longestPatienceMs, Math.max(shortestPatienceMs, usual * 1.2));
  }

  hedged(race: Omit<HedgeEvent, 'capability'>): void {
    this.options.log.info({ capability: this.capability, ...race }, 'a second provider was asked');
    this.options.onHedge?.({ capability: this.capability, ...race });
  }

  succeeded(link: ChainLink<P>): void {
    this.#breakers.note(link.breakerKey, 'success', this.options.clock.nowMs());
  }

  shaped(link: ChainLink<P>, thrown: unknown): ProviderError {
    return asProviderError(thrown, link.ref);
  }

  /** Gives any failure of a link our shape, and lets its breaker know. */
  failed(link: ChainLink<P>, thrown: unknown): ProviderError {
    const error = this.shaped(link, thrown);
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
