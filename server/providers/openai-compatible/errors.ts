import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, errorOfThrown, type HttpFailure } from '../shared/failures';
import { httpFailureOf, streamErrorOf } from '../shared/sdk-language-model';

const provider = 'openai-compatible';

export function compatibleHttpError(failure: HttpFailure): ProviderError {
  return errorOfStatus(provider, failure, /insufficient_quota/.test(failure.body) ? { category: 'quota' } : {});
}

export function compatibleError(thrown: unknown): ProviderError {
  const failure = httpFailureOf(thrown);
  if (failure !== undefined) return compatibleHttpError(failure);
  const streamed = streamErrorOf(thrown);
  return streamed === undefined
    ? errorOfThrown(provider, thrown)
    : errorOfCategory(provider, /rate_limit|429/.test(streamed.code) ? 'rate-limit' : 'overloaded', streamed.message, thrown);
}
