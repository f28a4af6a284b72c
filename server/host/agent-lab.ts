import { sealKeys, type WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import type { TranscriptItem } from '../contracts/conversation';
import type { AgentLab, ToolMock, Trial, TrialOptions } from '../domain/evaluations/agent-lab';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { modelJudge } from '../domain/evaluations/model-judge';
import { rulesJudge } from '../domain/evaluations/rules-judge';
import { Channel } from '../lib/channel';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { createLanguageModel, findProvider, missingSettings, modelRefFor, parseProviderRef } from '../providers/registry';
import type { LanguageModelProvider } from '../providers/spec/language-model';
import type { VoiceActivityProvider } from '../providers/spec/voice-activity';
import type { AgentInPlay } from '../voice/agent-in-play';
import { runConversation } from '../voice/conversation';
import type { ConversationEventFrame } from '../voice/frames';
import type { HistoryItem } from '../voice/history/history';
import type { ServerToolCall } from '../voice/tools/tool';
import type { Transport, UplinkFrame } from '../voice/transport';
import { otherAgent, partOf } from './agent-in-play';
import { AgentTools, type AgentToolsOptions } from './agent-tools';
import { chooseProviders, customLlmOf, type InstallationProviders, providerSettings } from './choose-providers';
import { knowledgeOf } from './knowledge';
import { variablesOf } from './overrides';
import { TranscriptBuilder } from './transcript';
import { TrialEvents } from './trial-events';

export interface AgentLabOptions {
  readonly providers: InstallationProviders;
  readonly knowledge: KnowledgeEngine;
  readonly outgoing: AgentToolsOptions['outgoing'];
  readonly authTokens: AgentToolsOptions['tokens'];
  /** The installation's secret. */
  readonly secret: string;
  readonly previousSecrets: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Talks with agents by text through the pipeline that calls go through, and judges by models that are set up. */
export function createAgentLab(options: AgentLabOptions): AgentLab {
  const modelOf: AgentLab['modelOf'] = (scope, config, llm) => findModel(options, scope, config, llm);
  return {
    modelOf,
    async judgeOf(scope, config, llm) {
      const model = await modelOf(scope, config, llm);
      return model === null ? rulesJudge : modelJudge(model);
    },
    tryOut: (scope, trial) => tryOut(options, scope, trial),
  };
}

/** What answers from rules cannot judge, nor play a person. */
const answersByRules = 'embedded';

async function findModel(options: AgentLabOptions, scope: WorkspaceScope, config: AgentConfig, llm: string | undefined): Promise<LanguageModelProvider | null> {
  const settingsOf = await providerSettings({ ...options, scope, installation: options.providers });
  const { prompt } = config.conversationConfig.agent;
  const customLlm = await customLlmOf({ ...options, scope, config });
  const named = [llm, prompt.llm].map((name) => (name === undefined ? undefined : modelRefFor(name, { customLlm, settingsOf })));
  const chain = [...named, ...config.parley.llmChain, ...options.providers.defaultChains.llm]
    .flatMap((ref) => ref ?? [])
    .map((ref) => (typeof ref === 'string' ? parseProviderRef(ref) : ref))
    .filter((ref) => {
      const spec = findProvider(ref.provider);
      return ref.provider !== answersByRules && spec !== undefined && missingSettings(spec, { ...settingsOf(ref.provider), ...ref.settings }).length === 0;
    });
  if (chain.length === 0) return null;
  const { clock, log } = options;
  return createLanguageModel(chain, { clock, log, settingsOf, onFailover: () => undefined, deadlines: { languageModelMs: 60_000 } });
}

async function tryOut(options: AgentLabOptions, scope: WorkspaceScope, trial: TrialOptions): Promise<Trial> {
  const { clock, log } = options;
  const config = patient(trial.config);
  const { agent } = config.conversationConfig;
  const providers = await chooseProviders({ ...options, scope, config, installation: options.providers });
  const variables = variablesOf(config, trial.variables, {
    system__agent_id: trial.agent.id,
    system__current_agent_id: trial.agent.id,
    system__time_utc: new Date().toISOString(),
    system__is_text_only: true,
  });
  const transcript = new TranscriptBuilder((_, item) => trial.onItem?.(item), agent.prompt.rag.embeddingModel);
  const happened = new TrialEvents();
  const isOpening = trial.past.length === 0 && agent.firstMessage.trim() !== '';
  const transport = new TrialTransport({ transcript: () => transcript.items, nextUserTurn: trial.nextUserTurn, mock: trial.mock, isOpening });
  const enteredNodes: string[] = [];
  const opened: AgentTools[] = [];
  const toolsFor = async (theirs: AgentConfig, agentId: string) => {
    const { outgoing, authTokens: tokens } = options;
    const keys = sealKeys(options.secret, options.previousSecrets);
    const tools = await AgentTools.prepare({
      scope,
      config: theirs,
      conversationId: '',
      agentId,
      privacy: { keepsNothing: false, masks: [] },
      sealKeys: keys,
      outgoing,
      tokens,
      clock,
      log,
    });
    opened.push(tools);
    return tools;
  };
  const ending = new AbortController();
  const stop = () => ending.abort({ reason: 'ended-by-member', detail: 'the trial was stopped' });
  if (trial.signal.aborted) stop();
  trial.signal.addEventListener('abort', stop, { once: true });
  try {
    const chains = { onFailover: () => undefined, onHedge: () => undefined };
    const own = withMocks(
      partOf(config, trial.agent.id, { known: await knowledgeOf(scope, options.knowledge, config), tools: await toolsFor(config, trial.agent.id) }),
      trial.mock,
    );
    const outcome = await runConversation({
      ...own,
      variables,
      firstMessage: isOpening ? own.firstMessage : '',
      maxDurationMessage: agent.maxConversationDurationMessage,
      language: agent.language,
      isTextOnly: true,
      hints: [],
      past: trial.past.flatMap(historyOf),
      otherAgent: async (transfer) => {
        const providersFor = async (theirs: AgentConfig) =>
          (await chooseProviders({ ...options, scope, config: theirs, installation: options.providers })).chains(chains);
        return withMocks(await otherAgent({ scope, transfer, knowledge: options.knowledge, toolsFor, providersFor }), trial.mock);
      },
      providers: { ...providers.chains(chains), voiceActivity: silence },
      transport,
      observers: [transcript, happened, { observe: (event) => void (event.kind === 'workflow-node-entered' && enteredNodes.push(event.nodeId)) }],
      track: null,
      clock,
      log,
      signal: ending.signal,
    });
    transport.throwProblem();
    return { transcript: transcript.items, events: happened.events, enteredNodes, endReason: outcome.reason, endDetail: outcome.detail };
  } finally {
    trial.signal.removeEventListener('abort', stop);
    await Promise.all(opened.map((tools) => tools.close()));
  }
}

/** A participant in a trial takes as long as their model does: nobody is asked whether they are still there. */
function patient(config: AgentConfig): AgentConfig {
  const { conversationConfig } = config;
  return {
    ...config,
    conversationConfig: {
      ...conversationConfig,
      conversation: { ...conversationConfig.conversation, textOnly: true },
      turn: { ...conversationConfig.turn, turnTimeout: -1, silenceEndCallTimeout: -1 },
    },
  };
}

/** The agent with its tools answered for: those of the participant's program by the transport, ours where the mock has an answer. */
function withMocks<A extends Pick<AgentInPlay, 'clientTools' | 'serverTools'>>(agent: A, mock: ToolMock): A {
  return {
    ...agent,
    clientTools: agent.clientTools.map((tool) => ({ ...tool, expectsResponse: true })),
    serverTools: agent.serverTools.map((tool) => ({
      ...tool,
      run: async (call: ServerToolCall, signal: AbortSignal) =>
        (await mock({ toolName: tool.definition.name, parameters: call.parameters })) ?? tool.run(call, signal),
    })),
  };
}

/** By text nothing is heard. */
const silence: VoiceActivityProvider = {
  id: 'none',
  open: async () => {
    throw new Error('a trial has no sound');
  },
};

let turns = 0;

function historyOf(item: TranscriptItem): HistoryItem[] {
  const id = --turns;
  const said = item.message?.trim() ?? '';
  const words: HistoryItem[] =
    said === ''
      ? []
      : item.role === 'user'
        ? [{ kind: 'user', turnId: id, text: said }]
        : [{ kind: 'agent', responseId: id, text: said, isInterrupted: item.interrupted ?? false }];
  const calls = (item.toolCalls ?? []).map(
    (call): HistoryItem => ({ kind: 'tool-call', call: { id: call.requestId, name: call.toolName, argumentsJson: call.paramsAsJson } }),
  );
  const results = (item.toolResults ?? []).map(
    (result): HistoryItem => ({
      kind: 'tool-result',
      toolCallId: result.requestId,
      toolName: result.toolName,
      result: result.resultValue,
      isError: result.isError,
    }),
  );
  return [...words, ...calls, ...results];
}

interface TrialTransportOptions {
  readonly transcript: () => readonly TranscriptItem[];
  readonly nextUserTurn: TrialOptions['nextUserTurn'];
  readonly mock: ToolMock;
  /** The agent speaks first. */
  readonly isOpening: boolean;
}

/** The participant's end of a trial: writes when the agent is done, and answers for the participant's own tools. */
class TrialTransport implements Transport {
  readonly outputSampleRate = 16_000;
  readonly reportsPlayhead = false;
  readonly canHold = false;
  readonly leadMs = 0;
  readonly #options: TrialTransportOptions;
  readonly #frames = new Channel<UplinkFrame>({ capacity: 100, whenFull: 'wait' });
  #isAsking = false;
  #problem: unknown = undefined;

  constructor(options: TrialTransportOptions) {
    this.#options = options;
    if (!options.isOpening) this.#ask();
  }

  get uplink(): AsyncIterable<UplinkFrame> {
    return this.#frames;
  }

  sendAudio(): void {}

  sendEvent(event: ConversationEventFrame): void {
    if (event.kind === 'state-changed' && event.state === 'listening') this.#ask();
    if (event.kind === 'tool-called' && event.toolType === 'client') void this.#answer(event.toolCallId, event.toolName, event.parameters);
  }

  bufferedBytes(): number {
    return 0;
  }

  close(): void {
    this.#frames.close();
  }

  /** What went wrong on the participant's side. */
  throwProblem(): void {
    if (this.#problem !== undefined) throw this.#problem;
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    // The transcript hears of an event after the transport: it is complete in the next round.
    setImmediate(() => void this.#say());
  }

  async #say(): Promise<void> {
    try {
      const text = await this.#options.nextUserTurn(this.#options.transcript());
      this.#isAsking = false;
      this.#frames.offer(text === null ? { kind: 'hangup', reason: 'participant-left', detail: 'the trial is over' } : { kind: 'user-text', text });
    } catch (thrown) {
      this.#problem = thrown;
      this.#frames.offer({ kind: 'hangup', reason: 'participant-left', detail: 'the participant failed' });
    }
  }

  async #answer(toolCallId: string, toolName: string, parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await this.#options.mock({ toolName, parameters });
    const { result, isError } = answer ?? { result: 'The participant’s program is not there during a trial.', isError: true };
    this.#frames.offer({ kind: 'tool-result', toolCallId, result, isError });
  }
}
