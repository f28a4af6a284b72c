import { DeadlineError } from '../../lib/wait';
import { ProviderError, type ProviderErrorCategory } from '../spec/provider-error';

/** What a vendor's HTTP answer or handshake says about a failure. */
export interface HttpFailure {
  readonly status: number;
  readonly retryAfter: string | null | undefined;
  readonly body: string;
}

/** The meaning most vendors give a status; a vendor's `errors.ts` says where it differs. */
export function errorOfStatus(
  provider: string,
  failure: HttpFailure,
  says?: { readonly category?: ProviderErrorCategory; readonly message?: string },
): ProviderError {
  const category = says?.category ?? categoryOfStatus(failure.status);
  const retryAfterMs = retryAfterMsOf(failure.retryAfter);
  const message = says?.message ?? messageIn(failure.body);
  return new ProviderError(`${provider} answered ${failure.status}${message === undefined ? '' : `: ${message}`}`, {
    provider,
    category,
    isPermanent: isPermanent(category),
    owner: ownerOf(category),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

export function errorOfCategory(provider: string, category: ProviderErrorCategory, message: string, cause?: unknown): ProviderError {
  return new ProviderError(`${provider}: ${message}`, {
    provider,
    category,
    isPermanent: isPermanent(category),
    owner: ownerOf(category),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A failure without an answer: no connection, a broken one, one that took too long, or something unreadable. */
export function errorOfThrown(provider: string, thrown: unknown): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  if (thrown instanceof DeadlineError) return errorOfCategory(provider, 'timeout', thrown.message, thrown);
  const chain = causesOf(thrown);
  const text = chain.map((error) => `${error.name} ${error.message} ${codeOf(error)}`).join(' ');
  const message = chain.at(-1)?.message ?? String(thrown);
  if (/TimeoutError|UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT/.test(text)) return errorOfCategory(provider, 'timeout', message, thrown);
  if (/ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR|fetch failed|terminated|socket hang up|other side closed|network/i.test(text)) {
    return errorOfCategory(provider, 'connectivity', message, thrown);
  }
  if (/JSON|parse|validation|SyntaxError|ZodError|invalid_type|TypeValidation|AI_\w*(?:Response|Content|Body)/i.test(text))
    return errorOfCategory(provider, 'bad-answer', 'the answer could not be read', thrown);
  return errorOfCategory(provider, 'internal', message, thrown);
}

export function isPermanent(category: ProviderErrorCategory): boolean {
  return category === 'authentication' || category === 'quota' || category === 'invalid-request' || category === 'unsupported';
}

/** A workspace can mend its key, its plan and its configuration; the rest is the vendor's to mend. */
export function ownerOf(category: ProviderErrorCategory): 'workspace' | 'platform' | 'vendor' {
  if (isPermanent(category) || category === 'rate-limit') return 'workspace';
  return category === 'internal' ? 'platform' : 'vendor';
}

export function categoryOfStatus(status: number): ProviderErrorCategory {
  if (status === 401 || status === 403) return 'authentication';
  if (status === 402) return 'quota';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate-limit';
  if (status === 501 || status === 405) return 'unsupported';
  if (status >= 500) return 'overloaded';
  return status >= 400 ? 'invalid-request' : 'bad-answer';
}

/** Seconds or a date, as HTTP allows both. */
export function retryAfterMsOf(value: string | null | undefined, nowMs: number = Date.now()): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

const longestMessage = 300;

/** The vendor's own words, wherever in the body they usually are. */
export function messageIn(body: string): string | undefined {
  const text = textIn(parsedJson(body)) ?? (/^\s*[<{[]/.test(body) ? undefined : body.trim());
  return text === undefined || text === '' ? undefined : text.slice(0, longestMessage);
}

export function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A body that is no JSON has no fields to look at.
    return undefined;
  }
}

function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  for (const name of ['message', 'error', 'detail', 'err_msg', 'reason']) {
    const found = name in fields ? textIn(fields[name]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function causesOf(thrown: unknown): Error[] {
  const causes: Error[] = [];
  for (let error = thrown; error instanceof Error && causes.length < 8; error = error.cause) causes.push(error);
  return causes;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
