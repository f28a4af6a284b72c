import type { ProviderError, ProviderErrorCategory } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, errorOfThrown, type HttpFailure, parsedJson } from '../shared/failures';
import { httpFailureOf, streamErrorOf } from '../shared/sdk-language-model';
import { errorAnswerSchema } from './wire';

const categories: Readonly<Record<string, ProviderErrorCategory>> = {
  authentication_error: 'authentication',
  permission_error: 'authentication',
  billing_error: 'quota',
  invalid_request_error: 'invalid-request',
  not_found_error: 'invalid-request',
  request_too_large: 'invalid-request',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  overloaded_error: 'overloaded',
  api_error: 'overloaded',
};

/** Anthropic names its errors by type; an empty account comes as an invalid request that speaks of credit. */
export function anthropicHttpError(failure: HttpFailure): ProviderError {
  const parsed = errorAnswerSchema.safeParse(parsedJson(failure.body));
  if (!parsed.success) return errorOfStatus('anthropic', failure);
  const { type, message } = parsed.data.error;
  const category = /credit balance/i.test(message ?? '') ? 'quota' : categories[type];
  return errorOfStatus('anthropic', failure, category === undefined ? {} : { category });
}

export function anthropicError(thrown: unknown): ProviderError {
  const failure = httpFailureOf(thrown);
  if (failure !== undefined) return anthropicHttpError(failure);
  const streamed = streamErrorOf(thrown);
  return streamed === undefined
    ? errorOfThrown('anthropic', thrown)
    : errorOfCategory('anthropic', categories[streamed.code] ?? 'overloaded', streamed.message, thrown);
}
