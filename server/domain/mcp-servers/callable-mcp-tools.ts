import type { InputOverride, McpServerConfig, ToolApproval, ToolOverride } from '../../contracts/mcp-server-config';
import { connectionFailure, type McpResult, type McpTool } from '../../integrations/mcp/mcp-connection';
import { OutgoingError } from '../../integrations/safe-fetch/outgoing-error';
import { cut, readAnswer } from '../tools/call/answer';
import { failedCall, type ToolCallOutcome } from '../tools/call/call-outcome';
import { type CallableTool, speechAround, type ToolCallInput } from '../tools/callable-tool';
import { consentFor } from './approval';
import { definitionOf } from './list-mcp-tools';
import type { McpSession } from './mcp-session';

export interface McpServerInUse {
  readonly id: string;
  readonly name: string;
  readonly config: McpServerConfig;
  readonly approvals: readonly ToolApproval[];
  readonly session: McpSession;
}

/** A person who listens has so long to say whether a tool may run. */
export const approvalTimeoutMs = 60_000;

/** The tools of one server that may be offered to the model. Names are made fit for models; `taken` holds those in use and grows. */
export function callableMcpTools(server: McpServerInUse, tools: readonly McpTool[], taken: Set<string>): CallableTool[] {
  return tools
    .filter((tool) => tool.execution?.taskSupport !== 'required')
    .flatMap((tool) => {
      const consent = consentFor(server.config.approvalPolicy, server.approvals, definitionOf(tool));
      return consent === 'refused' ? [] : [callableTool(server, tool, consent === 'asked', freeName(tool.name, server.name, taken))];
    });
}

function callableTool(server: McpServerInUse, tool: McpTool, isAsked: boolean, name: string): CallableTool {
  const { config } = server;
  const override = config.toolConfigOverrides.find(({ toolName }) => toolName === tool.name);
  const timeoutMs = (override?.responseTimeoutSecs ?? config.responseTimeoutSecs) * 1000;
  return {
    kind: 'mcp',
    name,
    description: tool.description ?? tool.title ?? '',
    parameters: shownSchema(tool.inputSchema, override?.inputOverrides ?? {}),
    executionMode: override?.executionMode ?? config.executionMode,
    ...speechAround({
      preToolSpeech: override?.preToolSpeech ?? config.preToolSpeech,
      forcePreToolSpeech: override?.forcePreToolSpeech ?? config.forcePreToolSpeech,
      interruptionMode: override?.interruptionMode ?? config.interruptionMode,
      disableInterruptions: override?.disableInterruptions ?? config.disableInterruptions,
    }),
    hasSideEffects: tool.annotations?.readOnlyHint !== true,
    timeoutMs,
    approvalMs: isAsked ? approvalTimeoutMs : null,
    storedToolId: null,
    origin: { serverId: server.id, serverName: server.name, toolName: tool.name, description: tool.description ?? '', approvalPolicy: config.approvalPolicy },
    call: (input, signal) => callTool({ server, tool, override, timeoutMs, isAsked }, input, signal),
  };
}

interface CallSettings {
  readonly server: McpServerInUse;
  readonly tool: McpTool;
  readonly override: ToolOverride | undefined;
  readonly timeoutMs: number;
  readonly isAsked: boolean;
}

async function callTool({ server, tool, override, timeoutMs, isAsked }: CallSettings, input: ToolCallInput, signal: AbortSignal): Promise<ToolCallOutcome> {
  const { session } = server;
  const given = givenParameters(input, override?.inputOverrides ?? {});
  const details = {
    type: 'mcp',
    mcpServerId: server.id,
    mcpServerName: server.name,
    integrationType: 'mcp_server',
    parameters: textsOf(given.parameters),
    approvalPolicy: server.config.approvalPolicy,
    requiresApproval: isAsked,
    mcpToolName: tool.name,
    mcpToolDescription: tool.description ?? '',
  };
  if (given.missing.length > 0) {
    const raw = `The variable ${given.missing.join(', ')} has no value.`;
    return failedCall({ type: 'configuration_error', summary: 'The tool is not set up completely.', raw, details }, 'summarized');
  }
  try {
    const result = await session.call({ name: tool.name, parameters: given.parameters, variables: input.variables, timeoutMs }, signal);
    const text = session.masking.masked(textOfResult(result));
    // What an MCP tool says of its own failure is meant for the model.
    if (result.isError === true) return failedCall({ type: 'tool_error', summary: cut(text), raw: text, details }, 'passthrough');
    const source = result.structuredContent === undefined ? text : JSON.stringify(result.structuredContent);
    const { assigns } = readAnswer(source, { assignments: override?.assignments ?? [] });
    const { result: shown } = readAnswer(text, { assignments: override?.assignments ?? [] });
    return { result: shown, isError: false, assigns, details, errorType: null, errorMessage: null };
  } catch (error) {
    signal.throwIfAborted();
    const failure = connectionFailure(error);
    const isLate = (failure instanceof OutgoingError && failure.reason === 'timed-out') || /timed out/i.test(failure.message);
    const summary = isLate ? 'The tool did not answer in time.' : 'The tool could not be reached.';
    return failedCall({ type: isLate ? 'timeout' : 'connection_error', summary, raw: session.masking.masked(failure.publicMessage), details }, 'summarized');
  }
}

/** The server's schema without what the model does not give, and with other words where the workspace wrote them. */
function shownSchema(schema: McpTool['inputSchema'], overrides: Readonly<Record<string, InputOverride | null>>): Readonly<Record<string, unknown>> {
  const required = (schema.required ?? []).filter((name) => overrides[name] === undefined || overrides[name]?.source === 'llm');
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const override = overrides[name];
    if (override === undefined || override === null) return [[name, property] as const];
    if (override.source !== 'llm') return [];
    return [[name, override.prompt ? { ...property, description: override.prompt } : property] as const];
  });
  return { ...schema, properties: Object.fromEntries(properties), required };
}

function givenParameters(
  { parameters, variables }: ToolCallInput,
  overrides: Readonly<Record<string, InputOverride | null>>,
): { readonly parameters: Record<string, unknown>; readonly missing: readonly string[] } {
  const given: Record<string, unknown> = { ...parameters };
  const missing: string[] = [];
  for (const [name, override] of Object.entries(overrides)) {
    if (override === null || override.source === 'llm') continue;
    delete given[name];
    if (override.source === 'constant') given[name] = override.constantValue;
    if (override.source !== 'dynamic_variable') continue;
    const value = override.dynamicVariable.startsWith('secret__') ? undefined : variables[override.dynamicVariable];
    if (value === undefined) missing.push(override.dynamicVariable);
    else given[name] = value;
  }
  return { parameters: given, missing };
}

/** A result's blocks as text: words as they are, other things by what they are. */
export function textOfResult(result: McpResult): string {
  const blocks = result.content.map((block) => {
    if (block.type === 'text') return block.text;
    if (block.type === 'image' || block.type === 'audio') return `[${block.type}, ${block.mimeType}]`;
    if (block.type === 'resource_link') return `${block.name}: ${block.uri}`;
    return 'text' in block.resource ? block.resource.text : `[resource ${block.resource.uri}]`;
  });
  if (blocks.length > 0) return blocks.join('\n');
  return result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent);
}

/** Records hold the values of parameters as text. */
function textsOf(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')]));
}

function freeName(name: string, serverName: string, taken: Set<string>): string {
  const fit = (text: string) => text.replaceAll(/[^a-zA-Z0-9_-]+/g, '_').slice(0, 64);
  const candidates = [fit(name), fit(`${serverName}_${name}`)];
  const base = candidates.find((candidate) => candidate !== '' && !taken.has(candidate));
  let free = base ?? '';
  for (let i = 2; free === ''; i++) {
    const numbered = `${fit(name).slice(0, 60)}_${i}`;
    if (!taken.has(numbered)) free = numbered;
  }
  taken.add(free);
  return free;
}
