import type { DynamicVariables } from '../../contracts/agent-config';
import type { ClientToolConfig, WebhookTool } from '../../contracts/tool-config';
import type { ToolCallOutcome } from './call/call-outcome';
import { callWebhook, type WebhookCallDeps } from './call/call-webhook';
import { webhookParameters } from './call/webhook-slots';

export interface ToolCallInput {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Secret ones included. */
  readonly variables: DynamicVariables;
}

/** The tool of an MCP server that stands behind a call. */
export interface McpOrigin {
  readonly serverId: string;
  readonly serverName: string;
  /** By the server's own name for it. */
  readonly toolName: string;
  readonly description: string;
  readonly approvalPolicy: string;
}

/** A tool that runs on our side, ready to be called, whatever is behind it. */
export interface CallableTool {
  readonly kind: 'webhook' | 'mcp';
  readonly name: string;
  readonly description: string;
  /** JSON schema of what the model gives. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly executionMode: WebhookTool['executionMode'];
  readonly preToolSpeech: WebhookTool['preToolSpeech'];
  readonly interruptionMode: WebhookTool['interruptionMode'];
  readonly hasSideEffects: boolean;
  readonly timeoutMs: number;
  /** How long the participant has to agree to each call; null: they are not asked. */
  readonly approvalMs: number | null;
  /** Where calls are counted and listed; null for tools that are written into an agent, and for those of MCP servers. */
  readonly storedToolId: string | null;
  readonly origin: McpOrigin | null;
  /** Only being cancelled throws. */
  call(input: ToolCallInput, signal: AbortSignal): Promise<ToolCallOutcome>;
}

export function callableWebhook(config: WebhookTool, storedToolId: string | null, deps: WebhookCallDeps): CallableTool {
  return {
    kind: 'webhook',
    name: config.name,
    description: config.description,
    parameters: webhookParameters(config),
    executionMode: config.executionMode,
    ...speechAround(config),
    // Looking something up changes nothing; every other method may.
    hasSideEffects: config.apiSchema.method !== 'GET',
    timeoutMs: config.responseTimeoutSecs * 1000,
    approvalMs: null,
    storedToolId,
    origin: null,
    call: (input, signal) => callWebhook(config, input, deps, signal),
  };
}

/** The newer members, and what the deprecated ones say where those say nothing. */
export function speechAround(
  config: Pick<WebhookTool | ClientToolConfig, 'preToolSpeech' | 'forcePreToolSpeech' | 'interruptionMode' | 'disableInterruptions'>,
): {
  readonly preToolSpeech: WebhookTool['preToolSpeech'];
  readonly interruptionMode: WebhookTool['interruptionMode'];
} {
  return {
    preToolSpeech: config.preToolSpeech === 'auto' && config.forcePreToolSpeech ? 'force' : config.preToolSpeech,
    interruptionMode: config.interruptionMode === 'allow' && config.disableInterruptions ? 'disable_during_tool' : config.interruptionMode,
  };
}
