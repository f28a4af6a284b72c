import { findProvider, missingSettings, type ProviderRef, parseProviderRef } from './registry';
import type { ProviderSettings } from './spec/provider-spec';

/** An agent's own endpoint, its secrets already looked up. */
export interface CustomLanguageModel {
  readonly url: string;
  readonly modelId?: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AgentModelOptions {
  readonly customLlm?: CustomLanguageModel | undefined;
  /** As in the registry's context. */
  settingsOf(provider: string): ProviderSettings | undefined;
  /** The installation's chain, for names that mean nothing here. */
  readonly defaults: readonly (string | ProviderRef)[];
  /** Whether the installation's chain also stands behind a model that is configured. On unless the agent says no. */
  readonly isBackedUp?: boolean;
}

/** The chain for the model name in an agent's document: the named model where its provider is configured, and the installation's default chain. */
export function modelChainFor(llmName: string, options: AgentModelOptions): readonly (string | ProviderRef)[] {
  const named = modelRefFor(llmName, options);
  if (named === undefined) return options.defaults;
  return options.isBackedUp === false ? [named] : [named, ...options.defaults];
}

/** The provider and model for a name such as `gpt-4o-mini`, or for one of ours such as `groq:openai/gpt-oss-20b`; `undefined` when nobody here serves it. */
export function modelRefFor(llmName: string, options: Pick<AgentModelOptions, 'customLlm' | 'settingsOf'>): ProviderRef | undefined {
  const name = llmName.trim();
  if (name === 'custom-llm') return options.customLlm === undefined ? undefined : customRef(options.customLlm);
  const ref = name.includes(':') ? parsedOrNothing(name) : namedRef(name);
  if (ref === undefined) return undefined;
  const spec = findProvider(ref.provider);
  if (spec?.languageModel === undefined) return undefined;
  return missingSettings(spec, options.settingsOf(ref.provider)).length === 0 ? ref : undefined;
}

/** The endpoint's own settings stand alone: nothing of the installation's, least of all its key, may go to an agent's address. */
function customRef(custom: CustomLanguageModel): ProviderRef {
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

function namedRef(name: string): ProviderRef | undefined {
  const model = vendorNames[name] ?? name.replace('@', '-');
  if (/^gpt-oss-/.test(name)) return { provider: 'groq', model: `openai/${name}` };
  if (/^(?:gpt-|o\d|chatgpt-)/.test(name)) return { provider: 'openai', model };
  if (name.startsWith('claude-')) return { provider: 'anthropic', model };
  if (name.startsWith('gemini-')) return { provider: 'google', model };
  return undefined;
}

function parsedOrNothing(name: string): ProviderRef | undefined {
  const [provider = ''] = name.split(':');
  return findProvider(provider) === undefined ? undefined : parseProviderRef(name);
}
