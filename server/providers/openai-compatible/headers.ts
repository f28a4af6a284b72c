import type { ProviderSettings } from '../spec/provider-spec';
import { extraHeaders } from '../shared/settings';

/** A key is not asked for by every server. */
export function compatibleHeaders(settings: ProviderSettings): Record<string, string> {
  const key = settings.apiKey;
  return { ...(key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` }), ...extraHeaders(settings) };
}
