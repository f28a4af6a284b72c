import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, errorOfThrown, type HttpFailure, parsedJson } from '../shared/failures';
import { httpFailureOf, streamErrorOf } from '../shared/sdk-language-model';
import { errorAnswerSchema } from './wire';

/** OpenAI says with 429 both "too fast" and "no credit left"; only its code tells them apart. */
export function openaiHttpError(failure: HttpFailure): ProviderError {
  const parsed = errorAnswerSchema.safeParse(parsedJson(failure.body));
  const code = parsed.success ? (parsed.data.error.code ?? parsed.data.error.type ?? '') : '';
  if (code === 'insufficient_quota' || code === 'billing_hard_limit_reached') return errorOfStatus('openai', failure, { category: 'quota' });
  if (code === 'unsupported_country_region_territory') return errorOfStatus('openai', failure, { category: 'unsupported' });
  return errorOfStatus('openai', failure);
}

export function openaiError(thrown: unknown): ProviderError {
  const failure = httpFailureOf(thrown);
  if (failure !== undefined) return openaiHttpError(failure);
  const streamed = streamErrorOf(thrown);
  if (streamed === undefined) return errorOfThrown('openai', thrown);
  const category = /insufficient_quota/.test(streamed.code)
    ? 'quota'
    : /rate_limit/.test(streamed.code)
      ? 'rate-limit'
      : /invalid/.test(streamed.code)
        ? 'invalid-request'
        : 'overloaded';
  return errorOfCategory('openai', category, streamed.message, thrown);
}
