import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfStatus, type HttpFailure, parsedJson } from '../shared/failures';
import { httpErrorSchema } from './wire';

export function deepgramHttpError(failure: HttpFailure): ProviderError {
  const parsed = httpErrorSchema.safeParse(parsedJson(failure.body));
  const code = parsed.success ? (parsed.data.err_code ?? parsed.data.category ?? '') : '';
  const says = parsed.success ? (parsed.data.err_msg ?? parsed.data.message) : undefined;
  const message = says === undefined ? {} : { message: says };
  if (code === 'ASR_PAYMENT_REQUIRED' || code === 'INSUFFICIENT_CREDITS') return errorOfStatus('deepgram', failure, { category: 'quota', ...message });
  return errorOfStatus('deepgram', failure, message);
}

/** Deepgram puts its reason into the close frame: DATA-… for sound it cannot read, NET-… for silence on the line or its own trouble. */
export function deepgramCloseError(_code: number, reason: string): ProviderError | undefined {
  if (reason.startsWith('DATA-')) return errorOfCategory('deepgram', 'invalid-request', reason);
  if (reason.startsWith('NET-')) return errorOfCategory('deepgram', 'connectivity', reason);
  return undefined;
}

export function deepgramMessageError(text: string): ProviderError {
  return errorOfCategory('deepgram', 'overloaded', text);
}
