import type { WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { type ClientToolConfig, type SystemToolConfig, toolConfigSchema, webhookToolSchema } from '../../contracts/tool-config';
import { referencesIn } from '../references';
import { readMcpServer } from '../mcp-servers/get-mcp-server';
import { McpSession } from '../mcp-servers/mcp-session';
import type { McpServerInUse } from '../mcp-servers/callable-mcp-tools';
import type { WebhookCallDeps } from './call/call-webhook';
import { type CallableTool, callableWebhook } from './callable-tool';

export interface AgentToolset {
  readonly webhooks: readonly CallableTool[];
  /** Stored webhooks that the agent's workflow names, whether or not the model may call them anywhere. */
  readonly workflowTools: readonly CallableTool[];
  readonly clientTools: readonly { readonly config: ClientToolConfig; readonly storedToolId: string | null }[];
  /** Our own, where they are stored as tools instead of in the agent. */
  readonly systemTools: readonly SystemToolConfig[];
  readonly mcpServers: readonly McpServerInUse[];
  /** What the agent names and cannot be used, in words for whoever looks after it. */
  readonly notices: readonly string[];
}

/**
 * Everything an agent's document names that may be called: stored tools, tools written into the agent, MCP servers. What is not there or
 * not usable is left out and told; it never fails a conversation.
 */
export async function toolsOfAgent(scope: WorkspaceScope, config: AgentConfig, deps: WebhookCallDeps): Promise<AgentToolset> {
  scope.may('conversations:start');
  const { prompt } = config.conversationConfig.agent;
  const workflowIds = referencesIn(config.workflow).filter((id) => id.startsWith('tool_'));
  const storedIds = [...new Set([...prompt.toolIds, ...workflowIds])];
  const serverIds = [...new Set([...prompt.mcpServerIds, ...prompt.nativeMcpServerIds])];
  const [stored, servers] = await Promise.all([
    storedIds.length === 0 ? [] : scope.db.tool.findMany({ where: { id: { in: storedIds } } }),
    serverIds.length === 0 ? [] : scope.db.mcpServer.findMany({ where: { id: { in: serverIds } } }),
  ]);
  const notices = [
    ...storedIds.filter((id) => !stored.some((row) => row.id === id)).map((id) => `The tool ${id} does not exist any more.`),
    ...serverIds.filter((id) => !servers.some((row) => row.id === id)).map((id) => `The MCP server ${id} does not exist any more.`),
  ];
  const webhooks: CallableTool[] = [];
  const clientTools: { config: ClientToolConfig; storedToolId: string | null }[] = [];
  const systemTools: SystemToolConfig[] = [];
  const names = new Set<string>();
  const candidates = [...prompt.toolIds.flatMap((id) => stored.filter((row) => row.id === id)), ...prompt.tools.map((config) => ({ id: null, config }))];
  for (const { id, config: given } of candidates) {
    const parsed = toolConfigSchema.safeParse(given);
    const name = parsed.success ? parsed.data.name : String((given as { name?: unknown }).name);
    if (!parsed.success) {
      notices.push(`The tool ${name} is not complete: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}.`);
      continue;
    }
    if (names.has(name)) {
      notices.push(`There are two tools named ${name}; the first is used.`);
      continue;
    }
    names.add(name);
    const config = parsed.data;
    if (config.type === 'webhook') webhooks.push(callableWebhook(config, id, deps));
    else if (config.type === 'client') clientTools.push({ config, storedToolId: id });
    else if (config.type === 'system') systemTools.push(config);
    else notices.push(`The tool ${name} is of kind ${config.type}, which cannot be called here.`);
  }
  const mcpServers = servers.map((row) => {
    const { config, approvals } = readMcpServer(row);
    return { id: row.id, name: row.name, config, approvals, session: new McpSession(config, deps) };
  });
  const workflowTools = stored
    .filter((row) => workflowIds.includes(row.id))
    .flatMap((row) => {
      const parsed = webhookToolSchema.safeParse(row.config);
      return parsed.success ? [callableWebhook(parsed.data, row.id, deps)] : [];
    });
  return { webhooks, workflowTools, clientTools, systemTools, mcpServers, notices };
}
