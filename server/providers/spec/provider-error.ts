import { withoutSecrets } from '../../lib/without-secrets';

export type ProviderErrorCategory =
  | 'authentication'
  | 'quota'
  | 'rate-limit'
  | 'connectivity'
  | 'timeout'
  | 'invalid-request'
  | 'unsupported'
  | 'bad-answer'
  | 'overloaded'
  | 'internal';

export interface ProviderErrorDetails {
  readonly provider: string;
  readonly category: ProviderErrorCategory;
  /** Trying the same request again cannot help: the chain goes on to the next provider at once. */
  readonly isPermanent: boolean;
  /** Who can do something about it. */
  readonly owner: 'workspace' | 'platform' | 'vendor';
  readonly retryAfterMs?: number;
  /** What a language model had already given when it failed: the caller goes on from there, nothing is said twice. */
  readonly partialText?: string;
  readonly cause?: unknown;
}

/** A vendor's failure in our terms. Made in that vendor's `errors.ts` alone; nothing downstream looks at its wording. */
export class ProviderError extends Error {
  readonly provider: string;
  readonly category: ProviderErrorCategory;
  readonly isPermanent: boolean;
  readonly owner: 'workspace' | 'platform' | 'vendor';
  readonly retryAfterMs: number | undefined;
  readonly partialText: string | undefined;

  constructor(message: string, details: ProviderErrorDetails) {
    // Vendors repeat what they were sent, and members read this.
    super(withoutSecrets(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ProviderError';
    this.provider = details.provider;
    this.category = details.category;
    this.isPermanent = details.isPermanent;
    this.owner = details.owner;
    this.retryAfterMs = details.retryAfterMs;
    this.partialText = details.partialText;
  }
}
