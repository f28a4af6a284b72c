import { sealKeys, type WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import { settingsOfWorkspace } from '../domain/credentials/settings-of-workspace';
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
        : modelChainFor(prompt.llm, { customLlm: customLlmOf(config), settingsOf, defaults: installation.defaultChains.llm }),
  };
  const notices: string[] = [];
  const create = (events: ChainEvents) => {
    const context: ProviderContext = {
      clock,
      log,
      settingsOf,
      ...events,
      hedges: parley.fallback.hedges,
      deadlines: { languageModelMs: Math.max(6_000, prompt.cascadeTimeoutSeconds * 1000) },
    };
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

/** The agent's own endpoint. Secrets by id belong to the workspace's secret store; a key or header written in plain text is used as it is. */
export function customLlmOf(config: AgentConfig): { url: string; modelId?: string; apiKey?: string; headers?: Record<string, string> } | undefined {
  const custom = config.conversationConfig.agent.prompt.customLlm;
  if (!custom) return undefined;
  const { modelId, apiKey, requestHeaders } = custom as { modelId?: unknown; apiKey?: unknown; requestHeaders?: unknown };
  const headers =
    typeof requestHeaders === 'object' && requestHeaders !== null
      ? Object.entries(requestHeaders).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      : [];
  return {
    url: custom.url,
    ...(typeof modelId === 'string' ? { modelId } : {}),
    ...(typeof apiKey === 'string' ? { apiKey } : {}),
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
  };
}

export type { ProviderRef };
