import type { SealKeys, WorkspaceScope } from '../auth/scope';
import type { AgentConfig, DynamicVariables } from '../contracts/agent-config';
import type { AuthTokens } from '../domain/auth-connections/auth-tokens';
import { mainEnvironment } from '../domain/environment-variables/rules';
import { callableMcpTools, type McpServerInUse } from '../domain/mcp-servers/callable-mcp-tools';
import { readAnswer } from '../domain/tools/call/answer';
import type { ToolCallOutcome } from '../domain/tools/call/call-outcome';
import { storedValues } from '../domain/tools/call/value-sources';
import { type CallableTool, speechAround } from '../domain/tools/callable-tool';
import { recordExecution } from '../domain/tools/record-execution';
import { maskDeep } from '../domain/privacy/mask-personal-data';
import type { PrivacyInForce } from '../domain/privacy/rules';
import { type AgentToolset, toolsOfAgent } from '../domain/tools/tools-of-agent';
import { shownToModel } from '../domain/tools/call/parameters';
import type { McpTool } from '../integrations/mcp/mcp-connection';
import type { Outgoing } from '../integrations/safe-fetch/outgoing';
import { AppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { withDeadline } from '../lib/wait';
import type { ConversationEventFrame } from '../voice/frames';
import type { ClientTool, ServerTool, ServerToolCall, ToolTiming } from '../voice/tools/tool';

export interface AgentToolsOptions {
  readonly scope: WorkspaceScope;
  readonly config: AgentConfig;
  readonly conversationId: string;
  readonly agentId: string;
  readonly environment?: string | undefined;
  readonly privacy: Pick<PrivacyInForce, 'keepsNothing' | 'masks'>;
  readonly sealKeys: SealKeys;
  readonly outgoing: Outgoing;
  readonly tokens: AuthTokens;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A conversation may begin before its MCP servers have answered, but not wait longer than this for them. */
const mcpStartMs = 5_000;

/** What a call was, for the transcript. */
export type NoteCall = (toolCallId: string, outcome: Pick<ToolCallOutcome, 'details' | 'errorType' | 'errorMessage'>) => void;

/** The tools of one conversation: found when it is prepared, closed with it. */
export class AgentTools {
  readonly notices: readonly string[];
  readonly clientTools: readonly ClientTool[];
  readonly serverTools: readonly ServerTool[];
  /** Stored webhooks that the agent's workflow may call by themselves. */
  readonly toolsById: ReadonlyMap<string, ServerTool>;
  /** Our own tools that are stored as tools, by the name the agent's document has for them. */
  readonly builtInTools: Readonly<Record<string, unknown>>;
  readonly integrations: Extract<ConversationEventFrame, { kind: 'integrations-connected' }>['integrations'];
  readonly #servers: readonly McpServerInUse[];
  #noteCall: NoteCall = () => undefined;
  #systemVariables: () => DynamicVariables = () => ({});

  private constructor(options: AgentToolsOptions, toolset: AgentToolset, offers: readonly McpOffer[]) {
    const taken = new Set([...toolset.webhooks.map(({ name }) => name), ...toolset.clientTools.map(({ config }) => config.name)]);
    const mcpTools = offers.flatMap(({ server, tools }) => (tools === null ? [] : callableMcpTools(server, tools, taken)));
    this.#servers = toolset.mcpServers;
    this.notices = [...toolset.notices, ...offers.flatMap(({ notice }) => (notice === null ? [] : [notice]))];
    this.clientTools = toolset.clientTools.map(({ config }) => toClientTool(config));
    this.serverTools = [...toolset.webhooks, ...mcpTools].map((tool) => this.#toServerTool(tool, options));
    this.toolsById = new Map(
      toolset.workflowTools.flatMap((tool) => (tool.storedToolId === null ? [] : [[tool.storedToolId, this.#toServerTool(tool, options)] as const])),
    );
    this.builtInTools = Object.fromEntries(toolset.systemTools.map((tool) => [camel(tool.params.systemToolType), tool]));
    this.integrations = offers.map(({ server, tools }) => ({ id: server.id, isConnected: tools !== null, toolCount: tools?.length ?? 0 }));
  }

  /** Never throws for what an agent names wrongly, nor for a server that does not answer: those are notices. */
  static async prepare(options: AgentToolsOptions): Promise<AgentTools> {
    const { scope, config, sealKeys, outgoing, tokens } = options;
    const sources = storedValues(scope, sealKeys, options.environment ?? mainEnvironment);
    const toolset = await toolsOfAgent(scope, config, { sources, outgoing, tokens });
    const offers = await Promise.all(toolset.mcpServers.map((server) => offerOf(server, options)));
    return new AgentTools(options, toolset, offers);
  }

  /** From now on calls are told to the record, and see variables of ours as they are at their time. */
  attach(noteCall: NoteCall, systemVariables: () => DynamicVariables): void {
    this.#noteCall = noteCall;
    this.#systemVariables = systemVariables;
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ session }) => session.close()));
  }

  #toServerTool(tool: CallableTool, options: AgentToolsOptions): ServerTool {
    return {
      definition: { name: tool.name, description: tool.description, parameters: tool.parameters },
      toolType: tool.kind,
      timing: timingOf(tool.executionMode),
      hasSideEffects: tool.hasSideEffects,
      preToolSpeech: tool.preToolSpeech,
      disablesInterruptions: protectionOf(tool.interruptionMode),
      // The call itself keeps its time and says what was slow; this is for calls that do not.
      timeoutMs: tool.timeoutMs + 2_000,
      ...(tool.approvalMs === null ? {} : { needsApproval: { timeoutMs: tool.approvalMs } }),
      ...(tool.origin === null ? {} : { origin: tool.origin }),
      run: async (call, signal) => {
        const outcome = await this.#run(tool, call, signal, options);
        return { result: outcome.result, isError: outcome.isError, assigns: outcome.assigns };
      },
    };
  }

  async #run(
    tool: CallableTool,
    call: ServerToolCall,
    signal: AbortSignal,
    { scope, conversationId, agentId, privacy, clock, log }: AgentToolsOptions,
  ): Promise<ToolCallOutcome> {
    const startedAt = new Date(clock.wallMs());
    const startedMs = clock.nowMs();
    const outcome = await tool.call({ parameters: call.parameters, variables: { ...call.variables, ...this.#systemVariables() } }, signal);
    this.#noteCall(call.toolCallId, outcome);
    if (tool.storedToolId !== null) {
      const { isError, errorType, errorMessage, details } = outcome;
      const record = { toolId: tool.storedToolId, requestId: call.toolCallId, conversationId, agentId, startedAt, latencyMs: clock.nowMs() - startedMs };
      // Beside the call: whoever speaks does not wait for the record.
      const content = privacy.keepsNothing
        ? { errorMessage: null, details: null, request: null, response: null }
        : maskDeep({ errorMessage, details, request: JSON.stringify(call.parameters), response: outcome.result }, privacy.masks);
      void recordExecution(scope, { ...record, isError, errorType, ...content }).catch((error: unknown) =>
        log.warn({ err: error }, 'a call of a tool could not be recorded'),
      );
    }
    return outcome;
  }
}

interface McpOffer {
  readonly server: McpServerInUse;
  /** Null when it could not be asked. */
  readonly tools: readonly McpTool[] | null;
  readonly notice: string | null;
}

async function offerOf(server: McpServerInUse, { clock, log }: AgentToolsOptions): Promise<McpOffer> {
  try {
    const limit = { clock, limitMs: mcpStartMs, what: `the MCP server ${server.name}` };
    const tools = await withDeadline(limit, (signal) => server.session.listTools({}, signal));
    return { server, tools, notice: null };
  } catch (error) {
    log.warn({ err: error, mcpServerId: server.id }, 'an MCP server could not be used');
    const why = error instanceof AppError ? error.publicMessage : error instanceof Error ? error.message : '';
    return { server, tools: null, notice: server.session.masking.masked(`The MCP server ${server.name} could not be used: ${why}`) };
  }
}

function toClientTool(config: AgentToolset['clientTools'][number]['config']): ClientTool {
  const { preToolSpeech, interruptionMode } = speechAround(config);
  const parameters = config.parameters === null || config.parameters === undefined ? undefined : shownToModel(config.parameters);
  return {
    definition: { name: config.name, description: config.description, parameters: { type: 'object', properties: {}, ...parameters } },
    expectsResponse: config.expectsResponse,
    timeoutMs: config.responseTimeoutSecs * 1000,
    read: (answer) => readAnswer(answer, { assignments: config.assignments }),
    timing: timingOf(config.executionMode),
    preToolSpeech,
    disablesInterruptions: protectionOf(interruptionMode),
  };
}

function timingOf(mode: CallableTool['executionMode']): ToolTiming {
  return mode === 'post_tool_speech' ? 'post-tool-speech' : mode;
}

function protectionOf(mode: CallableTool['interruptionMode']): ServerTool['disablesInterruptions'] {
  return mode === 'allow' ? false : mode === 'disable_during_tool' ? true : 'turn';
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
