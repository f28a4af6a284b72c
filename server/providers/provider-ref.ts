import { AppError } from '../lib/app-error';
import type { ProviderSettings } from './spec/provider-spec';

/** One member of a chain: a provider, perhaps one of its models, perhaps settings of its own that go before all others. */
export interface ProviderRef {
  readonly provider: string;
  readonly model?: string;
  readonly settings?: ProviderSettings;
}

/** `deepgram:nova-3` → provider and model. The model may contain `:` and `/`; without one the provider's default is meant. */
export function parseProviderRef(text: string): ProviderRef {
  const [provider = '', ...rest] = text.trim().split(':');
  const model = rest.join(':').trim();
  if (!/^[a-z][a-z0-9-]*$/.test(provider.trim())) throw new AppError('invalid_input', `"${text}" names no provider; it looks like provider or provider:model`);
  return { provider: provider.trim(), ...(model === '' ? {} : { model }) };
}

/** A chain as it is written in a setting: references with commas between them. */
export function parseProviderChain(text: string): readonly ProviderRef[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseProviderRef);
}
