import { errorOfStatus, type HttpFailure } from '../shared/failures';
import type { ProviderError } from '../spec/provider-error';

export function ultraVadHttpError(failure: HttpFailure): ProviderError {
  return errorOfStatus('ultravad', failure);
}
