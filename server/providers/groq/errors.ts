import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, errorOfThrown, type HttpFailure, parsedJson } from '../shared/failures';
import { httpFailureOf, streamErrorOf } from '../shared/sdk-language-model';
import { errorAnswerSchema } from './wire';

/** Groq answers 400 when its model wrote a tool call that is none (another try may help) and 498 when its flex tier is full. */
export function groqHttpError(failure: HttpFailure): ProviderError {
  const parsed = errorAnswerSchema.safeParse(parsedJson(failure.body));
  const code = parsed.success ? parsed.data.error.code : undefined;
  if (code === 'tool_use_failed') return errorOfStatus('groq', failure, { category: 'bad-answer' });
  if (failure.status === 498) return errorOfStatus('groq', failure, { category: 'overloaded' });
  return errorOfStatus('groq', failure);
}

export function groqError(thrown: unknown): ProviderError {
  const failure = httpFailureOf(thrown);
  if (failure !== undefined) return groqHttpError(failure);
  const streamed = streamErrorOf(thrown);
  return streamed === undefined
    ? errorOfThrown('groq', thrown)
    : errorOfCategory('groq', /rate_limit/.test(streamed.code) ? 'rate-limit' : 'overloaded', streamed.message, thrown);
}
