import { systemClock } from '../../lib/clock';
import { DeadlineError } from '../../lib/wait';
import type { ProviderError } from '../spec/provider-error';
import type { Readiness } from '../spec/provider-spec';
import { errorOfThrown, type HttpFailure } from './failures';

export interface VendorRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly signal: AbortSignal;
  /** Until the whole answer is there, or the first byte of a streamed one. */
  readonly limitMs: number;
  /** Names what did not come in time. */
  readonly what: string;
  readonly provider: string;
  toError(failure: HttpFailure): ProviderError;
}

const longestErrorBody = 16_384;

/** Sends a request and hands its good answer to `read`; whatever else happens leaves as a `ProviderError`, or as the signal's reason. */
export async function askVendor<T>(request: VendorRequest, read: (response: Response) => Promise<T>): Promise<T> {
  request.signal.throwIfAborted();
  const deadline = new AbortController();
  const cancel = systemClock.after(request.limitMs, () => deadline.abort(new DeadlineError(request.what, request.limitMs)));
  const signal = AbortSignal.any([request.signal, deadline.signal]);
  try {
    const response = await fetch(request.url, { ...request.init, signal });
    if (!response.ok)
      throw request.toError({
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: (await response.text()).slice(0, longestErrorBody),
      });
    return await read(response);
  } catch (thrown) {
    if (request.signal.aborted) throw request.signal.reason;
    throw errorOfThrown(request.provider, deadline.signal.aborted ? deadline.signal.reason : thrown);
  } finally {
    cancel();
  }
}

const checkMs = 8_000;

/** The call behind the "Test" button: in words, whether the vendor lets us in and what to do when it does not. */
export async function checkByRequest(
  request: Omit<VendorRequest, 'limitMs' | 'what' | 'init'> & { readonly headers: Record<string, string>; describe(answer: unknown): string },
): Promise<Readiness> {
  try {
    const answer = await askVendor({ ...request, init: { headers: request.headers }, limitMs: checkMs, what: 'the vendor’s answer' }, (response) =>
      response.json(),
    );
    return { ok: true, detail: request.describe(answer) };
  } catch (thrown) {
    if (request.signal.aborted) throw request.signal.reason;
    return notReady(errorOfThrown(request.provider, thrown));
  }
}

export function notReady(error: ProviderError): Readiness {
  const fixes: Partial<Record<ProviderError['category'], string>> = {
    authentication: 'Check the API key: it was refused.',
    quota: 'The account has no credit left; top it up or use another key.',
    'rate-limit': 'The account is at its rate limit; try again in a moment.',
    connectivity: 'Check the base URL and that this machine can reach it.',
    timeout: 'The address did not answer in time; check the base URL and the network.',
    'bad-answer': 'Something else answered at this address; check the base URL.',
    'invalid-request': 'The address answered, but not as this vendor does; check the base URL.',
  };
  const fix = fixes[error.category];
  return { ok: false, detail: error.message, ...(fix === undefined ? {} : { fix }) };
}
