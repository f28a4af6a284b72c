import { ProviderError, type ProviderErrorCategory } from '../spec/provider-error';

/** A failure of this machine's own speech parts. */
export function embeddedError(category: ProviderErrorCategory, message: string, cause?: unknown): ProviderError {
  return new ProviderError(message, {
    provider: 'embedded',
    category,
    isPermanent: category === 'unsupported' || category === 'invalid-request',
    owner: 'platform',
    ...(cause === undefined ? {} : { cause }),
  });
}
