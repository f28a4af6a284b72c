import type { ProviderRef } from './provider-ref';

/** An agent's own endpoint, its secrets already looked up. */
export interface CustomLanguageModel {
  readonly url: string;
  readonly modelId?: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The endpoint's own settings stand alone: nothing of the installation's, least of all its key, may go to an agent's address. */
export function customRef(custom: CustomLanguageModel): ProviderRef {
  return {
    provider: 'openai-compatible',
    model: custom.modelId ?? 'default',
    settings: {
      baseUrl: custom.url.replace(/\/chat\/completions\/?$/, ''),
      apiKey: custom.apiKey ?? '',
      headers: custom.headers === undefined ? '' : JSON.stringify(custom.headers),
    },
  };
}

/** Names of the public list that differ from the vendor's own. */
const vendorNames: Readonly<Record<string, string>> = {
  'claude-sonnet-4': 'claude-sonnet-4-0',
  'claude-3-7-sonnet': 'claude-3-7-sonnet-latest',
  'claude-3-5-sonnet': 'claude-3-5-sonnet-latest',
  'claude-3-5-sonnet-v1': 'claude-3-5-sonnet-20240620',
  'claude-3-5-sonnet-v2@20241022': 'claude-3-5-sonnet-20241022',
  'claude-3-haiku': 'claude-3-haiku-20240307',
};

/** The vendor and its own name for a model of the public list. */
export function namedRef(name: string): ProviderRef | undefined {
  const model = vendorNames[name] ?? name.replace('@', '-');
  if (/^gpt-oss-/.test(name)) return { provider: 'groq', model: `openai/${name}` };
  if (/^(?:gpt-|o\d|chatgpt-)/.test(name)) return { provider: 'openai', model };
  if (name.startsWith('claude-')) return { provider: 'anthropic', model };
  if (name.startsWith('gemini-')) return { provider: 'google', model };
  return undefined;
}
