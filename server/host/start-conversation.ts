import { mkdir, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type Database, scopeForApiKey, sealKeys, type WorkspaceScope } from '../auth/scope';
import type { AgentConfig, DynamicVariables, EndOfTurnName, VoiceActivityName } from '../contracts/agent-config';
import type { EndReason } from '../contracts/conversation';
import type { AuthTokens } from '../domain/auth-connections/auth-tokens';
import { type Admitted, admitConversation, type Authorization } from '../domain/conversations/admit-conversation';
import { askInitiationWebhook, type IncomingCall } from '../domain/conversations/initiation-webhook';
import { sendConversationFiles } from '../domain/conversations/conversation-files';
import { bringAgent, type BringInput } from '../domain/agents/bring-agent';
import { closeConversation, finishWithoutAnalysis } from '../domain/conversations/close-conversation';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import type { Outgoing } from '../integrations/safe-fetch/outgoing';
import { AppError } from '../lib/app-error';
import { camelKeys } from '../lib/camel-keys';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { EndOfTurnJudge } from '../providers/spec/end-of-turn';
import type { VoiceActivityProvider } from '../providers/spec/voice-activity';
import { runConversation, type ConversationOutcome } from '../voice/conversation';
import type { PronunciationRule } from '../voice/speech/pronunciation';
import { spokenPhrases } from '../voice/speech/phrase-store';
import type { PlayoutTrack } from '../voice/stages/playout';
import { StereoRecorder } from '../voice/observers/recorder';
import type { ConversationEventFrame } from '../voice/frames';
import type { Transport } from '../voice/transport';
import { otherAgent, partOf, promptOf } from './agent-in-play';
import { AgentTools, type AgentToolsOptions } from './agent-tools';
import { type ChainEvents, chooseProviders, type ChosenProviders, type InstallationProviders } from './choose-providers';
import { type LocalSpeech, withLocalEngines } from './local-speech';
import { hintsOf } from './hints';
import { knowledgeOf, knownTexts } from './knowledge';
import { LiveLine } from './live-line';
import type { LiveConversations } from './live-conversations';
import { applyOverrides, fillVariables, variablesOf, withChoices } from './overrides';
import { momentVariables } from './moment-variables';
import { pronunciationOf } from './pronunciation';
import { type EngineForConversation, withSpeechEngine } from './speech-engine-model';
import type { StartLimit } from './start-limit';
import { waitForPlace } from './wait-for-place';
import { EventPersister } from './persist-events';

export interface HostOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hostId: string;
  /** The installation's secret. */
  readonly secret: string;
  readonly previousSecrets: readonly string[];
  readonly providers: InstallationProviders;
  readonly voiceActivity: (name: VoiceActivityName) => VoiceActivityProvider;
  /** Null: silence and words alone end a turn. */
  readonly endOfTurn: (name: EndOfTurnName, settingsOf: ChosenProviders['settingsOf']) => EndOfTurnJudge | null;
  readonly knowledge: KnowledgeEngine;
  /** Requests of tools. */
  readonly outgoing: Outgoing;
  readonly authTokens: AuthTokens;
  readonly live: LiveConversations;
  readonly startLimit: StartLimit;
  /** Folder for recordings that are being made. */
  readonly recordingsDir: string;
  readonly storeRecording: (key: string, content: NodeJS.ReadableStream) => Promise<void>;
  /** What this machine can do for a language by itself, best first. */
  readonly localSpeech: (language: string) => Promise<LocalSpeech>;
  /** Who the `Cookie` header says is signed in. */
  readonly memberOf: (cookie: string) => Promise<string | null>;
  /** Has a conversation that has ended analysed; absent: it is done at once. */
  readonly analyse?: (ids: { workspaceId: string; conversationId: string }) => Promise<void>;
  readonly onChange: (change: { workspaceId: string; conversationId: string; agentId: string; status: string; kind: 'started' | 'updated' | 'ended' }) => void;
}

type Proof =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-url'; readonly signature: string }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'operator' };

export interface StartRequest {
  readonly agentId: string;
  /** A whole agent instead; only for holders of an API key. */
  readonly brought?: (Omit<BringInput, 'sealKeys'> & { readonly knowledge: readonly string[] | null }) | undefined;
  readonly versionId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly proof: Proof;
  /** A phone call that comes in: what it begins with may be a webhook's to say. */
  readonly call?: IncomingCall | undefined;
  readonly origin?: string | undefined;
  readonly ip?: string | undefined;
  readonly source: string;
  readonly sourceVersion?: string | undefined;
  readonly userId?: string | undefined;
  /** Which values of environment variables tools use; absent: production's. */
  readonly environment?: string | undefined;
  readonly overrides?: Record<string, unknown> | undefined;
  readonly dynamicVariables?: DynamicVariables | undefined;
  /** Where in the agent's workflow to begin, and which of its procedures to follow; the agent must allow either. */
  readonly startingWorkflowNodeId?: string | undefined;
  readonly procedureIds?: readonly string[] | undefined;
  readonly extraBody?: Record<string, unknown> | undefined;
  readonly initiationData?: Record<string, unknown> | undefined;
}

export interface StartedConversation {
  readonly conversationId: string;
  readonly agentName: string;
  readonly config: AgentConfig;
  readonly isTextOnly: boolean;
  readonly providers: { readonly speechToText: string; readonly languageModel: string; readonly textToSpeech: string };
  readonly notices: readonly string[];
  /** There when another conversation has to end first; `false`: it took too long. */
  readonly waitForPlace?: (signal: AbortSignal) => Promise<boolean>;
  /** What files say that the participant gave to this conversation. */
  files(fileIds: readonly string[]): Promise<readonly { readonly fileName: string; readonly text: string }[]>;
  begin(transport: Transport): Promise<void>;
  abandon(detail: string): Promise<void>;
}

/** Assembles and runs conversations in this process: admission → agent version → providers → run → record. */
export class Host {
  readonly #options: HostOptions;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Decides whether a conversation may begin and prepares it. Throws `AppError`. */
  async admit(request: StartRequest): Promise<StartedConversation> {
    const { live, startLimit } = this.#options;
    if (request.proof.kind === 'public' || request.proof.kind === 'signed-url') startLimit.count(request);
    const place = live.reserve();
    let admitted: Admitted | undefined;
    try {
      admitted = await this.#admission(request);
      return await this.#prepare(admitted, request, place);
    } catch (error) {
      place.release();
      if (admitted !== undefined)
        await this.#close(admitted.scope, admitted.conversationId, {
          reason: reasonOf(error),
          detail: error instanceof Error ? error.message : '',
          durationMs: 0,
        });
      throw error;
    }
  }

  async #admission(request: StartRequest): Promise<Admitted> {
    const { db, hostId } = this.#options;
    const common = {
      ...(request.brought === undefined ? { agentId: request.agentId, versionId: request.versionId } : await this.#bringAgent(request, request.brought)),
      branchId: request.branchId,
      origin: request.origin,
      source: request.source,
      sourceVersion: request.sourceVersion,
      userId: request.userId,
      initiationData: withoutSecrets(request.initiationData ?? { dynamic_variables: request.dynamicVariables ?? {} }),
      textOnly: wantsTextOnly(request.overrides),
      hostId,
      ip: request.ip,
    };
    const authorization = await this.#authorization(request.proof);
    if (authorization.kind !== 'member') return admitConversation(db, { ...common, authorization });
    try {
      return await admitConversation(db, { ...common, authorization });
    } catch (error) {
      // Signed in, but in no workspace that owns this agent: the same as anyone from outside.
      if (!(error instanceof AppError) || error.code !== 'not_found' || request.versionId !== undefined) throw error;
      return admitConversation(db, { ...common, authorization: { kind: 'public' } });
    }
  }

  async #bringAgent({ proof, ip }: StartRequest, brought: NonNullable<StartRequest['brought']>) {
    const { db, secret, previousSecrets } = this.#options;
    if (proof.kind !== 'api-key') throw new AppError('unauthenticated', 'Who brings an agent shows an API key in the header xi-api-key.');
    return bringAgent(await scopeForApiKey(db, proof.key, { ip }), { ...brought, sealKeys: sealKeys(secret, previousSecrets) });
  }

  async #authorization(proof: Proof): Promise<Authorization> {
    switch (proof.kind) {
      case 'public':
      case 'api-key':
      case 'operator':
        return proof;
      case 'signed-url':
        return { kind: 'signed-url', signature: proof.signature, secret: this.#options.secret };
      case 'cookie': {
        const userId = proof.cookie === '' ? null : await this.#options.memberOf(proof.cookie);
        return userId === null ? { kind: 'public' } : { kind: 'member', userId };
      }
    }
  }

  async #prepare(admitted: Admitted, asked: StartRequest, place: { release(): void }): Promise<StartedConversation> {
    const { scope, conversationId, agent, version } = admitted;
    const request = await this.#withWebhooksWords(admitted, asked);
    // Our own console may ask for text and tries things out, and who brings the agent could have brought another: what it allows callers to override does not bind them.
    const overridden = applyOverrides(
      request.proof.kind === 'cookie' || request.proof.kind === 'operator' || request.brought !== undefined
        ? allowing(version.config, request.overrides)
        : version.config,
      request.overrides,
    );
    const config = withChoices(overridden, request);
    const { conversation, agent: agentConfig } = config.conversationConfig;
    const isTextOnly = conversation.textOnly;
    const language = agentConfig.language;
    const variables = variablesOf(config, request.dynamicVariables, {
      system__agent_id: agent.id,
      system__current_agent_id: agent.id,
      system__conversation_id: conversationId,
      system__time_utc: new Date().toISOString(),
      system__is_text_only: isTextOnly,
      ...(request.call === undefined
        ? {}
        : { system__caller_id: request.call.callerId, system__called_number: request.call.calledNumber, system__call_sid: request.call.callSid }),
      ...(agentConfig.prompt.timezone
        ? { system__timezone: agentConfig.prompt.timezone, system__time: new Date().toLocaleString('en-GB', { timeZone: agentConfig.prompt.timezone }) }
        : {}),
    });
    // What has no value is refused now; while the conversation runs, texts are filled with the values of the moment.
    for (const template of [promptOf(config), agentConfig.firstMessage, agentConfig.maxConversationDurationMessage]) fillVariables(template, variables);
    const log = this.#options.log.child({ workspaceId: scope.workspaceId, conversationId });
    const chosen = await this.#providersOf(scope, config, log);
    const engine = agent.kind === 'speech-engine' ? await this.#engineOf(admitted, chosen, variables) : undefined;
    const providers = engine?.providers ?? chosen;
    const pronunciation = await pronunciationOf(scope, config);
    const shown = withLocalEngines(providers, await this.#options.localSpeech(language), { language, isTextOnly });
    const toolsFor = (theirs: AgentConfig, agentId: string) =>
      this.#toolsOf({ scope, config: theirs, conversationId, agentId, environment: request.environment, privacy: admitted.privacy, log });
    const tools = await toolsFor(config, agent.id);
    let isBegun = false;
    return {
      conversationId,
      agentName: agent.name,
      config,
      isTextOnly,
      providers: shown.providers,
      notices: [...shown.notices, ...pronunciation.notices, ...tools.notices],
      ...(admitted.isWaiting
        ? {
            waitForPlace: (signal: AbortSignal) =>
              waitForPlace(
                scope,
                { conversationId, agentId: agent.id, config },
                { clock: this.#options.clock, longestMs: config.platformSettings.queueingConfig.waitTimeoutSeconds * 1000, signal },
              ),
          }
        : {}),
      files: (fileIds) => sendConversationFiles(scope, conversationId, fileIds),
      begin: async (transport) => {
        isBegun = true;
        // What it fails with shows in the first answer, which tries again.
        engine?.open().catch(() => undefined);
        try {
          await this.#run({
            admitted,
            config,
            variables,
            language,
            isTextOnly,
            providers,
            tools,
            toolsFor,
            transport,
            log,
            extraBody: extraBodyOf(config, request.extraBody),
            source: request.source,
            pronunciation: pronunciation.rules,
            knowledge: request.brought?.knowledge ?? null,
          });
        } finally {
          place.release();
          engine?.close();
          await tools.close();
        }
      },
      abandon: async (detail) => {
        if (isBegun) return;
        place.release();
        await tools.close();
        await this.#close(scope, conversationId, { reason: 'connection-lost', detail, durationMs: 0 });
      },
    };
  }

  /** For a call that comes in, what the webhook says it begins with; what the request says itself comes later and wins. */
  async #withWebhooksWords({ scope, conversationId, agent, version, privacy }: Admitted, request: StartRequest): Promise<StartRequest> {
    if (request.call === undefined) return request;
    const { secret, previousSecrets, outgoing } = this.#options;
    const words = await askInitiationWebhook(scope, {
      agentId: agent.id,
      conversationId,
      config: version.config,
      call: request.call,
      outgoing,
      sealKeys: sealKeys(secret, previousSecrets),
      privacy,
    });
    if (words === null) return request;
    return {
      ...request,
      overrides: request.overrides ?? (camelKeys(words.conversation_config_override ?? undefined) as Record<string, unknown> | undefined),
      dynamicVariables: { ...words.dynamic_variables, ...request.dynamicVariables },
      extraBody: request.extraBody ?? words.custom_llm_extra_body ?? undefined,
    };
  }

  #providersOf(scope: WorkspaceScope, config: AgentConfig, log: Logger): Promise<ChosenProviders> {
    const { providers: installation, clock, secret, previousSecrets } = this.#options;
    return chooseProviders({ scope, config, installation, clock, log, secret, previousSecrets });
  }

  #engineOf({ scope, conversationId, agent }: Admitted, providers: ChosenProviders, variables: DynamicVariables): Promise<EngineForConversation> {
    const { secret, previousSecrets, outgoing, clock } = this.#options;
    return withSpeechEngine(providers, {
      scope,
      sealKeys: sealKeys(secret, previousSecrets),
      engineId: agent.id,
      conversationId,
      variables,
      outgoing,
      clock,
    });
  }

  #toolsOf(agent: Pick<AgentToolsOptions, 'scope' | 'config' | 'conversationId' | 'agentId' | 'environment' | 'privacy' | 'log'>): Promise<AgentTools> {
    const { secret, previousSecrets, outgoing, authTokens, clock } = this.#options;
    return AgentTools.prepare({ ...agent, sealKeys: sealKeys(secret, previousSecrets), outgoing, tokens: authTokens, clock });
  }

  async #run(run: {
    readonly admitted: Admitted;
    readonly config: AgentConfig;
    readonly variables: DynamicVariables;
    readonly language: string;
    readonly isTextOnly: boolean;
    readonly providers: ChosenProviders;
    readonly tools: AgentTools;
    readonly toolsFor: (config: AgentConfig, agentId: string) => Promise<AgentTools>;
    readonly transport: Transport;
    readonly log: Logger;
    readonly extraBody: Record<string, unknown> | undefined;
    readonly source: string;
    readonly pronunciation: readonly PronunciationRule[];
    /** Texts it knows instead of its documents; null: its documents. */
    readonly knowledge: readonly string[] | null;
  }): Promise<void> {
    const { admitted, config, providers, tools, transport, log } = run;
    const { clock, live, onChange } = this.#options;
    const { scope, conversationId, agent } = admitted;
    const ids = { workspaceId: scope.workspaceId, conversationId, agentId: agent.id };
    const { privacy } = admitted;
    const embeddingModel = config.conversationConfig.agent.prompt.rag.embeddingModel;
    const onTranscript = () => onChange({ ...ids, status: 'in-progress', kind: 'updated' });
    const persister = new EventPersister({ scope, conversationId, clock, log, embeddingModel, privacy, onTranscript });
    const recorder = privacy.mayRecord && !run.isTextOnly ? await this.#recorder(conversationId, log) : null;
    const ending = live.add(conversationId);
    const line = new LiveLine({
      conversationId,
      workspaceId: scope.workspaceId,
      agentId: agent.id,
      agentName: agent.name,
      source: run.source,
      config,
      isTextOnly: run.isTextOnly,
      phone: transport.phone ?? null,
      end: (reason, detail) => live.end(conversationId, reason, detail),
    });
    live.join(line);
    onChange({ ...ids, status: 'in-progress', kind: 'started' });
    log.info({ providers: providers.ids }, 'conversation started');
    let outcome: ConversationOutcome = { reason: 'internal-error', detail: 'the conversation could not run', durationMs: 0 };
    const othersTools: AgentTools[] = [];
    try {
      const startedMs = clock.nowMs();
      const attached = (theirs: AgentTools) => {
        theirs.attach(
          (toolCallId, call) => persister.transcript.noteCall(toolCallId, call),
          () => momentVariables(clock, clock.nowMs() - startedMs, persister.transcript.items, run.variables),
        );
        return theirs;
      };
      const toolsOfOther = async (theirs: AgentConfig, agentId: string) => {
        const prepared = attached(await run.toolsFor(theirs, agentId));
        othersTools.push(prepared);
        return prepared;
      };
      const known = run.knowledge === null ? await knowledgeOf(scope, this.#options.knowledge, config) : knownTexts(run.knowledge);
      const own = partOf(config, agent.id, { known, tools: attached(tools) });
      const events = chainEvents(transport, persister, clock);
      const running = runConversation({
        ...own,
        toolsById: tools.toolsById,
        variables: run.variables,
        maxDurationMessage: config.conversationConfig.agent.maxConversationDurationMessage,
        otherAgent: (transfer) =>
          otherAgent({
            scope,
            transfer,
            knowledge: this.#options.knowledge,
            toolsFor: toolsOfOther,
            providersFor: async (theirs) => (await this.#providersOf(scope, theirs, log)).chains(events),
          }),
        language: run.language,
        isTextOnly: run.isTextOnly,
        hints: hintsOf(config, agent.name),
        ...(run.extraBody === undefined ? {} : { extraBody: run.extraBody }),
        providers: {
          ...providers.chains(events),
          voiceActivity: this.#options.voiceActivity(config.parley.turnTaking.voiceActivity),
          endOfTurn: this.#options.endOfTurn(config.parley.turnTaking.endOfTurn, providers.settingsOf),
        },
        transport,
        observers: recorder === null ? [persister, line] : [persister, line, recorder],
        interventions: line,
        track: recorder === null ? line : bothTracks(recorder, line),
        phrases: spokenPhrases,
        pronunciation: run.pronunciation,
        clock,
        log,
        signal: ending.signal,
      });
      tellIntegrations(tools, transport, persister);
      outcome = await running;
    } catch (error) {
      log.error({ err: error }, 'the conversation failed');
      transport.close('internal-error', 'the conversation failed');
    } finally {
      live.remove(conversationId);
      await Promise.all(othersTools.map((theirs) => theirs.close()));
      await persister.close();
      const recording = await this.#storeRecording(scope, conversationId, recorder, log);
      // Without a record there is nothing to judge.
      const awaitsAnalysis = this.#options.analyse !== undefined && !privacy.keepsNothing;
      await this.#close(scope, conversationId, { ...outcome, ...recording, ...verdict(persister, outcome.reason), awaitsAnalysis });
      if (awaitsAnalysis) await this.#analyse(scope, conversationId);
      onChange({ ...ids, status: awaitsAnalysis ? 'processing' : 'done', kind: 'ended' });
      log.info({ reason: outcome.reason, durationMs: outcome.durationMs }, 'conversation ended');
    }
  }

  async #recorder(conversationId: string, log: Logger): Promise<StereoRecorder | null> {
    const { recordingsDir, clock } = this.#options;
    try {
      await mkdir(recordingsDir, { recursive: true });
      return new StereoRecorder({
        path: path.join(recordingsDir, `${conversationId}.wav`),
        clock,
        startedMs: clock.nowMs(),
        onFailure: (error) => log.error({ err: error }, 'the recording failed'),
      });
    } catch (error) {
      log.error({ err: error }, 'the recording could not be started');
      return null;
    }
  }

  async #storeRecording(
    scope: WorkspaceScope,
    conversationId: string,
    recorder: StereoRecorder | null,
    log: Logger,
  ): Promise<{ recordingKey: string; recordingMs: number } | undefined> {
    try {
      const recording = await recorder?.close();
      if (recording === null || recording === undefined) return undefined;
      const recordingKey = recordingKeyOf(scope.workspaceId, conversationId);
      await this.#options.storeRecording(recordingKey, createReadStream(recording.path));
      await rm(recording.path, { force: true });
      return { recordingKey, recordingMs: recording.durationMs };
    } catch (error) {
      log.error({ err: error }, 'the recording could not be stored');
      return undefined;
    }
  }

  async #analyse(scope: WorkspaceScope, conversationId: string): Promise<void> {
    try {
      await this.#options.analyse?.({ workspaceId: scope.workspaceId, conversationId });
    } catch (error) {
      this.#options.log.error({ err: error, conversationId }, 'the conversation is not analysed');
      await finishWithoutAnalysis(scope, conversationId).catch(() => undefined); // the sweeper comes by later
    }
  }

  /** A record that cannot be closed now is closed by the sweeper once its heartbeat is old. */
  async #close(scope: WorkspaceScope, conversationId: string, input: Parameters<typeof closeConversation>[2]): Promise<void> {
    try {
      await closeConversation(scope, conversationId, input);
    } catch (error) {
      this.#options.log.error({ err: error, conversationId }, 'the conversation could not be closed');
    }
  }
}

export function recordingKeyOf(workspaceId: string, conversationId: string): string {
  return `${workspaceId}/conversations/${conversationId}.wav`;
}

function bothTracks(first: PlayoutTrack, second: PlayoutTrack): PlayoutTrack {
  return {
    agentSound(pcm, sampleRate, atMs) {
      first.agentSound(pcm, sampleRate, atMs);
      second.agentSound(pcm, sampleRate, atMs);
    },
    agentCut(atMs) {
      first.agentCut(atMs);
      second.agentCut(atMs);
    },
    agentHeld(atMs) {
      first.agentHeld(atMs);
      second.agentHeld(atMs);
    },
    agentResumed(atMs) {
      first.agentResumed(atMs);
      second.agentResumed(atMs);
    },
  };
}

/** What happens in a conversation's chains becomes its events. */
function chainEvents(transport: Transport, persister: EventPersister, clock: Clock): ChainEvents {
  const startedMs = clock.nowMs();
  const emit = (frame: ConversationEventFrame) => {
    transport.sendEvent(frame);
    persister.observe(frame, Math.round(clock.nowMs() - startedMs));
  };
  return {
    onFailover: ({ capability, from, to, reason }) => emit({ kind: 'failed-over', capability, from, to: to ?? null, reason }),
    onHedge: (race) => emit({ kind: 'request-hedged', ...race }),
  };
}

/** How it went, by plain rules: judging by criteria is a matter of evaluation. */
function verdict(persister: EventPersister, reason: EndReason): { callSuccessful: 'success' | 'failure' | 'unknown'; summary: string } {
  const asked = persister.recordedItems.filter((item) => item.role === 'user' && item.message !== null && item.ignoredAsBackchannel !== true);
  const first = asked[0]?.message ?? undefined;
  const summary = first === undefined ? '' : `${asked.length} ${asked.length === 1 ? 'turn' : 'turns'}, beginning with “${first.slice(0, 120)}”`;
  if (reason === 'provider-failed' || reason === 'internal-error') return { callSuccessful: 'failure', summary };
  const hasTalked = persister.transcript.items.some(({ role, message }) => role === 'user' && message !== null);
  return { callSuccessful: hasTalked ? 'success' : 'unknown', summary };
}

function tellIntegrations({ integrations }: AgentTools, transport: Transport, persister: EventPersister): void {
  if (integrations.length === 0) return;
  const frame = { kind: 'integrations-connected' as const, integrations };
  transport.sendEvent(frame);
  persister.observe(frame, 0);
}

function extraBodyOf(config: AgentConfig, extraBody: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (extraBody === undefined || Object.keys(extraBody).length === 0) return undefined;
  if (!config.platformSettings.overrides.customLlmExtraBody)
    throw new AppError('override_refused', "Override for field 'custom_llm_extra_body' is not allowed by config.");
  return extraBody;
}

/** The record of what the caller sent, without the values of its secret variables. */
function withoutSecrets(initiation: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = initiation['dynamic_variables'];
  if (typeof given !== 'object' || given === null) return { ...initiation };
  const shown = Object.entries(given).map(([name, value]) => [name, name.startsWith('secret__') ? '••••••' : (value as unknown)] as const);
  return { ...initiation, dynamic_variables: Object.fromEntries(shown) };
}

function wantsTextOnly(overrides: Record<string, unknown> | undefined): boolean | undefined {
  const conversation = overrides?.['conversation'];
  return typeof conversation === 'object' && conversation !== null && 'textOnly' in conversation && conversation.textOnly === true ? true : undefined;
}

/** The same configuration with these overrides allowed. */
function allowing(config: AgentConfig, overrides: Record<string, unknown> | undefined): AgentConfig {
  if (overrides === undefined) return config;
  const yes = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, yes(member)]))
      : true;
  const settings = config.platformSettings;
  return {
    ...config,
    platformSettings: {
      ...settings,
      overrides: { ...settings.overrides, conversationConfigOverride: yes(overrides) as typeof settings.overrides.conversationConfigOverride },
    },
  };
}

function reasonOf(error: unknown): EndReason {
  if (!(error instanceof AppError)) return 'internal-error';
  if (error.code === 'not_configured' || error.code === 'provider_unavailable') return 'provider-failed';
  return error.code === 'internal' ? 'internal-error' : 'invalid-message';
}
