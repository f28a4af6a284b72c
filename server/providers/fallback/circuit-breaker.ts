/** `closed` lets calls through, `open` keeps them away, `half-open` lets one through to see. */
export type BreakerState =
  | { readonly phase: 'closed'; readonly failures: number }
  | { readonly phase: 'open'; readonly untilMs: number; readonly restMs: number }
  | { readonly phase: 'half-open'; readonly sinceMs: number; readonly restMs: number };

export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open the first time; doubled each time its trial fails. */
  readonly restMs: number;
  readonly longestRestMs: number;
}

/** A failure that concerns one request alone is `harmless`; one that no later call can escape, such as a refused key, is `lasting`. */
export type BreakerEvent = 'success' | 'failure' | 'lasting-failure' | 'harmless-failure';

export const breakerPolicy: BreakerPolicy = { failures: 3, restMs: 15_000, longestRestMs: 240_000 };
export const closedBreaker: BreakerState = { phase: 'closed', failures: 0 };

/** How long a trial may be out before another is let through: a trial whose caller was cancelled never reports. */
const trialMs = 20_000;

/** Whether a call may go through now, and the state after letting it. */
export function tryBreaker(state: BreakerState, nowMs: number): { readonly mayCall: boolean; readonly state: BreakerState } {
  if (state.phase === 'closed') return { mayCall: true, state };
  const isDue = state.phase === 'open' ? nowMs >= state.untilMs : nowMs >= state.sinceMs + trialMs;
  return isDue ? { mayCall: true, state: { phase: 'half-open', sinceMs: nowMs, restMs: state.restMs } } : { mayCall: false, state };
}

export function stepBreaker(state: BreakerState, event: BreakerEvent, nowMs: number, policy: BreakerPolicy = breakerPolicy): BreakerState {
  if (event === 'success') return closedBreaker;
  if (event === 'harmless-failure') return state.phase === 'half-open' ? closedBreaker : state;
  if (state.phase === 'closed') {
    const failures = state.failures + 1;
    const opens = event === 'lasting-failure' || failures >= policy.failures;
    return opens ? { phase: 'open', untilMs: nowMs + policy.restMs, restMs: policy.restMs } : { phase: 'closed', failures };
  }
  if (state.phase === 'open') return state;
  const restMs = Math.min(state.restMs * 2, policy.longestRestMs);
  return { phase: 'open', untilMs: nowMs + restMs, restMs };
}

const mostBreakers = 1_000;

/** The breakers of a process, one for each provider, model and settings; a workspace's bad key shuts nobody else out. */
export class Breakers {
  readonly #states = new Map<string, BreakerState>();

  /** Whether a call would be let through; takes no trial. */
  wouldCall(key: string, nowMs: number): boolean {
    return tryBreaker(this.state(key), nowMs).mayCall;
  }

  mayCall(key: string, nowMs: number): boolean {
    const { mayCall, state } = tryBreaker(this.state(key), nowMs);
    this.#set(key, state);
    return mayCall;
  }

  note(key: string, event: BreakerEvent, nowMs: number): void {
    this.#set(key, stepBreaker(this.state(key), event, nowMs));
  }

  state(key: string): BreakerState {
    return this.#states.get(key) ?? closedBreaker;
  }

  #set(key: string, state: BreakerState): void {
    this.#states.delete(key);
    if (state.phase === 'closed' && state.failures === 0) return;
    this.#states.set(key, state);
    const oldest = this.#states.keys().next();
    if (this.#states.size > mostBreakers && oldest.done !== true) this.#states.delete(oldest.value);
  }
}
