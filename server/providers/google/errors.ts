import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, errorOfThrown, type HttpFailure, parsedJson } from '../shared/failures';
import { httpFailureOf, streamErrorOf } from '../shared/sdk-language-model';
import { errorAnswerSchema } from './wire';

/** Google refuses a bad key with 400, and says in the body how long to wait. */
export function googleHttpError(failure: HttpFailure): ProviderError {
  const parsed = errorAnswerSchema.safeParse(parsedJson(failure.body));
  const details = parsed.success ? (parsed.data.error.details ?? []) : [];
  if (details.some((detail) => detail.reason === 'API_KEY_INVALID')) return errorOfStatus('google', failure, { category: 'authentication' });
  const delay = details.find((detail) => detail.retryDelay !== undefined)?.retryDelay;
  return errorOfStatus('google', { ...failure, retryAfter: failure.retryAfter ?? delay?.replace(/s$/, '') });
}

export function googleError(thrown: unknown): ProviderError {
  const failure = httpFailureOf(thrown);
  if (failure !== undefined) return googleHttpError(failure);
  const streamed = streamErrorOf(thrown);
  return streamed === undefined
    ? errorOfThrown('google', thrown)
    : errorOfCategory('google', /429|RESOURCE_EXHAUSTED/.test(streamed.code) ? 'rate-limit' : 'overloaded', streamed.message, thrown);
}
