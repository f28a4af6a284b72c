import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { SpeechHost } from '../speech-host';

export interface SpeechSocketOptions {
  readonly host: SpeechHost;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The key of an `authorization` that may begin with `Bearer`. */
export function bearerOf(text: string | null | undefined): string | undefined {
  const key = text?.replace(/^Bearer\s+/i, '').trim() ?? '';
  return key === '' ? undefined : key;
}
