import { systemClock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { ProviderErrorCategory } from '../spec/provider-error';
import type { StubFailure } from './stubs/stub-server';

/** What each failure of a vendor must be called, whoever the vendor is. */
export const failureCases: readonly {
  readonly failure: StubFailure;
  readonly category: ProviderErrorCategory;
  readonly isPermanent: boolean;
  readonly retryAfterMs?: number;
}[] = [
  { failure: 'unauthorized', category: 'authentication', isPermanent: true },
  { failure: 'rate-limited', category: 'rate-limit', isPermanent: false, retryAfterMs: 7_000 },
  { failure: 'server-error', category: 'overloaded', isPermanent: false },
  { failure: 'garbage', category: 'bad-answer', isPermanent: false },
];

/** Fails the test when something does not happen in time. */
export function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  return withDeadline({ clock: systemClock, limitMs, what: 'what the test waits for' }, () => promise);
}
