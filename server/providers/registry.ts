import { createHash } from 'node:crypto';
import { AppError } from '../lib/app-error';
import { type CustomLanguageModel, customRef, namedRef } from './agent-models';
import { answerer } from './answerer/index';
import { anthropic } from './anthropic/index';
import { deepgram } from './deepgram/index';
import { elevenlabs } from './elevenlabs/index';
import { embedded as embeddedSpeech } from './embedded/index';
import type { ChainLink, ChainOptions } from './fallback/chain';
import { chainLanguageModels } from './fallback/language-model';
import { chainSpeechToText } from './fallback/speech-to-text';
import { chainTextToSpeech } from './fallback/text-to-speech';
import { google } from './google/index';
import { groq } from './groq/index';
import { openai } from './openai/index';
import { openaiCompatible } from './openai-compatible/index';
import { type ProviderRef, parseProviderRef } from './provider-ref';
import type { EmbeddingProvider } from './spec/embeddings';
import type { LanguageModelProvider } from './spec/language-model';
import type { Capability, CapabilitySpec, ProviderSettings, ProviderSpec } from './spec/provider-spec';
import type { SpeechToTextProvider } from './spec/speech-to-text';
import type { TextToSpeechProvider } from './spec/text-to-speech';
import { ultravad } from './ultravad/index';

export type { CustomLanguageModel } from './agent-models';
export type { ChainDeadlines, FailoverEvent } from './fallback/chain';
export { type ProviderRef, parseProviderChain, parseProviderRef } from './provider-ref';

/** `embedded` is one name for all that runs on this machine, the built-in answerer included. */
const embedded: ProviderSpec = { ...embeddedSpeech, languageModel: answerer };

const specs: readonly ProviderSpec[] = [embedded, openai, anthropic, google, groq, openaiCompatible, deepgram, elevenlabs, ultravad];

export function allProviders(): readonly ProviderSpec[] {
  return specs;
}

export function findProvider(name: string): ProviderSpec | undefined {
  return specs.find((spec) => spec.name === name);
}

/**
 * The settings a provider is used with: those of the workspace's credential, and for what it leaves open the installation's environment.
 * A credential that names its own base URL gets no secret of the installation: it would be sent to an address the workspace chose.
 */
export function settingsFor(
  spec: ProviderSpec,
  sources: { readonly environment?: Readonly<Record<string, string | undefined>> | undefined; readonly credential?: ProviderSettings | undefined },
): ProviderSettings {
  const settings: Record<string, string> = {};
  const goesElsewhere = filled(sources.credential?.baseUrl) !== undefined;
  for (const field of spec.fields) {
    const own = filled(sources.credential?.[field.name]);
    const shared = field.env === undefined || (goesElsewhere && field.kind !== 'url') ? undefined : filled(sources.environment?.[field.env]);
    const value = own ?? shared;
    if (value !== undefined) settings[field.name] = value;
  }
  return settings;
}

/** Labels of the required settings that are not there; empty when the provider can be used. */
export function missingSettings(spec: ProviderSpec, settings: ProviderSettings | undefined): readonly string[] {
  return spec.fields.filter((field) => field.isRequired && filled(settings?.[field.name]) === undefined).map((field) => field.label);
}

export interface ProviderContext extends ChainOptions {
  /** What `settingsFor` gives for this provider; `undefined` when there is nothing. */
  settingsOf(provider: string): ProviderSettings | undefined;
}

type Ref = string | ProviderRef;

/** A recogniser from an ordered chain. Members without their settings are left out, with a line in the log. */
export function createSpeechToText(refs: readonly Ref[], context: ProviderContext): SpeechToTextProvider {
  return chainSpeechToText(
    linksOf('speech-to-text', refs, context, (spec) => spec.speechToText),
    context,
  );
}

/** A voice from an ordered chain, likewise. */
export function createTextToSpeech(refs: readonly Ref[], context: ProviderContext): TextToSpeechProvider {
  return chainTextToSpeech(
    linksOf('text-to-speech', refs, context, (spec) => spec.textToSpeech),
    context,
  );
}

/** A language model from an ordered chain, likewise. */
export function createLanguageModel(refs: readonly Ref[], context: ProviderContext): LanguageModelProvider {
  return chainLanguageModels(
    linksOf('language-model', refs, context, (spec) => spec.languageModel),
    context,
  );
}

/**
 * The one model of vectors that `ref` names. There is no chain: vectors of different models cannot be compared. `undefined` when its settings
 * are missing.
 */
export function createEmbeddings(ref: Ref, settingsOf: ProviderContext['settingsOf']): EmbeddingProvider | undefined {
  const { provider, model, settings } = typeof ref === 'string' ? parseProviderRef(ref) : ref;
  const spec = findProvider(provider);
  if (spec?.embeddings === undefined) throw new AppError('not_configured', `${spec?.label ?? provider} offers no embeddings.`);
  const filledIn = { ...settingsOf(spec.name), ...settings };
  return missingSettings(spec, filledIn).length > 0 ? undefined : spec.embeddings.create(filledIn, model ?? spec.embeddings.defaultModel);
}

/** A model that is no vendor's but made for one conversation, with the deadlines and the shape of failures that all have. */
export function ownLanguageModel(ref: string, provider: LanguageModelProvider, context: ChainOptions): LanguageModelProvider {
  return chainLanguageModels([{ ref, breakerKey: ref, provider }], context);
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

function linksOf<P>(
  capability: Capability,
  refs: readonly Ref[],
  context: ProviderContext,
  capabilityOf: (spec: ProviderSpec) => CapabilitySpec<P> | undefined,
): readonly ChainLink<P>[] {
  const reasons: string[] = [];
  const links = refs.flatMap((written) => {
    const ref = typeof written === 'string' ? parseProviderRef(written) : written;
    const spec = findProvider(ref.provider);
    if (spec === undefined)
      throw new AppError('not_configured', `There is no provider named "${ref.provider}". Known: ${specs.map((known) => known.name).join(', ')}.`);
    const provides = capabilityOf(spec);
    if (provides === undefined) throw new AppError('not_configured', `${spec.label} offers no ${capability}.`);
    const settings = { ...context.settingsOf(spec.name), ...ref.settings };
    const model = ref.model ?? provides.defaultModel;
    const name = `${spec.name}:${model}`;
    const missing = missingSettings(spec, settings);
    if (missing.length > 0) {
      const reason = `${name} needs ${missing.join(' and ')}`;
      reasons.push(reason);
      context.log.warn({ capability, provider: name, missing }, 'provider left out: settings are missing');
      context.onFailover({ capability, from: name, reason, category: 'not-configured', atMs: context.clock.nowMs() });
      return [];
    }
    return [{ ref: name, breakerKey: breakerKey(capability, name, settings), provider: provides.create(settings, model) }];
  });
  if (links.length === 0) {
    throw new AppError('not_configured', `No ${capability} provider can be used${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}.`);
  }
  return links;
}

/** The same model with another key or address has a breaker of its own. The settings go in as a hash: the key must not be kept. */
function breakerKey(capability: Capability, name: string, settings: ProviderSettings): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.entries(settings).sort()))
    .digest('base64url')
    .slice(0, 16);
  return `${capability} ${name} ${hash}`;
}

function filled(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}

function parsedOrNothing(name: string): ProviderRef | undefined {
  const [provider = ''] = name.split(':');
  return findProvider(provider) === undefined ? undefined : parseProviderRef(name);
}
