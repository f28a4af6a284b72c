import { AppError } from '../../lib/app-error';

/** Why a request of ours to another host had no usable answer. */
export type OutgoingFailure =
  | 'bad-address'
  | 'refused-host'
  | 'unknown-host'
  | 'unreachable'
  | 'timed-out'
  | 'too-large'
  | 'too-many-redirects'
  | 'refused-redirect'
  | 'broken-answer';

export class OutgoingError extends AppError {
  readonly reason: OutgoingFailure;

  constructor(reason: OutgoingFailure, message: string, cause?: unknown) {
    super(reason === 'bad-address' || reason === 'refused-host' ? 'host_refused' : 'request_failed', message, { cause });
    this.name = 'OutgoingError';
    this.reason = reason;
  }
}
