import { z } from 'zod';
import type { ProviderSettings, SettingField } from '../spec/provider-spec';

/** The three fields of every vendor that is reached over HTTP with a key. */
export function cloudFields(vendor: {
  readonly keyEnv: string;
  readonly baseUrlEnv: string;
  readonly baseUrl: string;
  readonly keyPlaceholder: string;
}): readonly SettingField[] {
  return [
    { name: 'apiKey', label: 'API key', kind: 'secret', isRequired: true, placeholder: vendor.keyPlaceholder, env: vendor.keyEnv },
    { name: 'baseUrl', label: 'Base URL', kind: 'url', isRequired: false, placeholder: vendor.baseUrl, env: vendor.baseUrlEnv },
    { name: 'headers', label: 'Extra headers (JSON)', kind: 'headers', isRequired: false, placeholder: '{"x-team": "voice"}' },
  ];
}

export function baseUrlOf(settings: ProviderSettings, fallback: string): string {
  const given = settings.baseUrl?.trim();
  return (given === undefined || given === '' ? fallback : given).replace(/\/+$/, '');
}

/** `https://host/path` → `wss://host/path`. */
export function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

const headersSchema = z.record(z.string(), z.string());

/** Extra headers as the settings give them: a JSON object of texts. Anything else counts as none; the form checks it on saving. */
export function extraHeaders(settings: ProviderSettings): Record<string, string> {
  const text = settings.headers?.trim();
  if (text === undefined || text === '') return {};
  try {
    const parsed = headersSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    // Not JSON: the same as no headers.
    return {};
  }
}
