import { sealKeys, type WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import { secretText } from '../domain/secrets/secret-text';
import { settingsOfWorkspace } from '../domain/credentials/settings-of-workspace';
import { AppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import {
  createLanguageModel,
  createSpeechToText,
  createTextToSpeech,
  findProvider,
  modelChainFor,
  type ProviderContext,
  type ProviderRef,
  settingsFor,
} from '../providers/registry';
import type { ProviderSettings } from '../providers/spec/provider-spec';
import type { ConversationProviders } from '../voice/conversation';

/** What agents use that choose nothing, and what the environment says about providers. */
export interface InstallationProviders {
  readonly defaultChains: { readonly stt: readonly string[]; readonly llm: readonly string[]; readonly tts: readonly string[] };
  readonly environment: Readonly<Record<string, string>>;
}

export type ChainEvents = Required<Pick<ProviderContext, 'onFailover' | 'onHedge'>>;

export interface ChosenProviders {
  readonly ids: { readonly speechToText: string; readonly languageModel: string; readonly textToSpeech: string };
  readonly notices: readonly string[];
  /** What a provider is used with: the workspace's credential, else the installation's environment. */
  settingsOf(provider: string): ProviderSettings | undefined;
  /** The chains of one conversation; its events tell when one goes on to its next member, or asks two at once. */
  chains(events: ChainEvents): Omit<ConversationProviders, 'voiceActivity' | 'endOfTurn'>;
  /** What its chains are made with. */
  contextOf(events: ChainEvents): ProviderContext;
}

/** The last member of every speech chain: what is on this machine speaks when everything else fails. */
const lastResort = 'embedded';

/** An agent's providers: its own chain, else the installation's. Throws `not_configured` when nothing can be used. */
export async function chooseProviders(options: {
  readonly scope: WorkspaceScope;
  readonly config: AgentConfig;
  readonly installation: InstallationProviders;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secret: string;
  readonly previousSecrets: readonly string[];
}): Promise<ChosenProviders> {
  const { config, installation, clock, log } = options;
  const settingsOf = await providerSettings(options);
  const { parley } = config;
  const { prompt } = config.conversationConfig.agent;
  const refs = {
    stt: withLastResort(parley.sttChain.length > 0 ? parley.sttChain : installation.defaultChains.stt),
    tts: withLastResort(parley.ttsChain.length > 0 ? parley.ttsChain : installation.defaultChains.tts),
    llm:
      parley.llmChain.length > 0
        ? parley.llmChain
        : modelChainFor(prompt.llm, { customLlm: await customLlmOf(options), settingsOf, defaults: installation.defaultChains.llm }),
  };
  const notices: string[] = [];
  const contextOf = (events: ChainEvents): ProviderContext => ({
    clock,
    log,
    settingsOf,
    ...events,
    hedges: parley.fallback.hedges,
    deadlines: { languageModelMs: Math.max(6_000, prompt.cascadeTimeoutSeconds * 1000) },
  });
  const create = (events: ChainEvents) => {
    const context = contextOf(events);
    return {
      speechToText: createSpeechToText(refs.stt, context),
      languageModel: createLanguageModel(refs.llm, context),
      textToSpeech: createTextToSpeech(refs.tts, context),
    };
  };
  const chosen = create({ onFailover: (event) => notices.push(`${event.from} is not used: ${event.reason}.`), onHedge: () => undefined });
  return {
    ids: { speechToText: chosen.speechToText.id, languageModel: chosen.languageModel.id, textToSpeech: chosen.textToSpeech.id },
    notices,
    settingsOf,
    chains: create,
    contextOf,
  };
}

/** Each provider's settings in this workspace: its own credential's, and for what that leaves open the installation's. */
export async function providerSettings(options: {
  readonly scope: WorkspaceScope;
  readonly installation: InstallationProviders;
  readonly log: Logger;
  readonly secret: string;
  readonly previousSecrets: readonly string[];
}): Promise<(provider: string) => ProviderSettings | undefined> {
  const credentials = await settingsOfWorkspace(options.scope, sealKeys(options.secret, options.previousSecrets), (provider) =>
    options.log.error({ provider }, 'a stored credential cannot be opened; was PARLEY_SECRET changed?'),
  );
  return (name) => {
    const spec = findProvider(name);
    return spec === undefined ? undefined : settingsFor(spec, { environment: options.installation.environment, credential: credentials.get(name) });
  };
}

function withLastResort(chain: readonly string[]): readonly string[] {
  return chain.some((ref) => ref === lastResort || ref.startsWith(`${lastResort}:`)) ? chain : [...chain, lastResort];
}

export interface CustomLlm {
  readonly url: string;
  readonly modelId?: string;
  readonly apiKey?: string;
  readonly headers?: Record<string, string>;
}

/** The agent's own endpoint. Its key and headers may name secrets of the workspace; what is written in plain text is used as it is. Throws `not_configured` when a secret is gone. */
export async function customLlmOf(options: {
  readonly scope: WorkspaceScope;
  readonly config: AgentConfig;
  readonly secret: string;
  readonly previousSecrets: readonly string[];
}): Promise<CustomLlm | undefined> {
  const custom = options.config.conversationConfig.agent.prompt.customLlm;
  if (!custom) return undefined;
  const { modelId, apiKey, requestHeaders } = custom as { modelId?: unknown; apiKey?: unknown; requestHeaders?: unknown };
  const keys = sealKeys(options.secret, options.previousSecrets);
  const textOf = async (value: unknown): Promise<string | undefined> => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null || !('secretId' in value) || typeof value.secretId !== 'string') return undefined;
    const text = await secretText(options.scope, keys, value.secretId);
    if (text === undefined) throw new AppError('not_configured', 'A secret that the agent’s custom model uses does not exist any more.');
    return text;
  };
  const given = typeof requestHeaders === 'object' && requestHeaders !== null ? Object.entries(requestHeaders) : [];
  const headers = await Promise.all(given.map(async ([name, value]) => [name, await textOf(value)] as const));
  const known = headers.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const key = await textOf(apiKey);
  return {
    url: custom.url,
    ...(typeof modelId === 'string' ? { modelId } : {}),
    ...(key === undefined ? {} : { apiKey: key }),
    ...(known.length > 0 ? { headers: Object.fromEntries(known) } : {}),
  };
}

export type { ProviderRef };
