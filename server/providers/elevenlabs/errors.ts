import type { ProviderError, ProviderErrorCategory } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, type HttpFailure, parsedJson } from '../shared/failures';
import { httpErrorSchema } from './wire';

const categories: Readonly<Record<string, ProviderErrorCategory>> = {
  quota_exceeded: 'quota',
  invalid_api_key: 'authentication',
  needs_authorization: 'authentication',
  missing_permissions: 'authentication',
  auth_error: 'authentication',
  unaccepted_terms: 'authentication',
  too_many_concurrent_requests: 'rate-limit',
  rate_limited: 'rate-limit',
  commit_throttled: 'rate-limit',
  system_busy: 'overloaded',
  queue_overflow: 'overloaded',
  resource_exhausted: 'overloaded',
  transcriber_error: 'overloaded',
  voice_not_found: 'invalid-request',
  voice_id_does_not_exist: 'invalid-request',
  input_error: 'invalid-request',
  invalid_request: 'invalid-request',
  chunk_size_exceeded: 'invalid-request',
  session_time_limit_exceeded: 'connectivity',
};

/** ElevenLabs says with 401 both "wrong key" and "no credit left"; its status word tells them apart. */
export function elevenlabsHttpError(failure: HttpFailure): ProviderError {
  const parsed = httpErrorSchema.safeParse(parsedJson(failure.body));
  const detail = parsed.success && typeof parsed.data.detail === 'object' ? parsed.data.detail : undefined;
  const category = categories[detail?.status ?? ''] ?? categories[detail?.code ?? ''];
  return errorOfStatus('elevenlabs', failure, category === undefined ? {} : { category });
}

export function elevenlabsMessageError(word: string, message: string): ProviderError {
  return errorOfCategory('elevenlabs', categories[word] ?? 'overloaded', message === '' ? word : message);
}

/** Close code 1008 carries the reason in its text: a refused key, a spent quota, or a request the socket does not take. */
export function elevenlabsCloseError(code: number, reason: string): ProviderError | undefined {
  if (code !== 1008) return undefined;
  const word = Object.keys(categories).find((known) => reason.includes(known));
  const category =
    word === undefined ? (/quota|credit/i.test(reason) ? 'quota' : /key|auth/i.test(reason) ? 'authentication' : 'invalid-request') : categories[word];
  return errorOfCategory('elevenlabs', category ?? 'invalid-request', reason);
}
