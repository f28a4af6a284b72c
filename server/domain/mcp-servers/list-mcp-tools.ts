import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import type { ToolApproval } from '../../contracts/mcp-server-config';
import type { McpTool } from '../../integrations/mcp/mcp-connection';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';
import type { AuthTokens } from '../auth-connections/auth-tokens';
import { mainEnvironment } from '../environment-variables/rules';
import { storedValues } from '../tools/call/value-sources';
import { type ApprovalState, approvalState } from './approval';
import { findMcpServer, readMcpServer } from './get-mcp-server';
import { McpSession } from './mcp-session';
import type { ToolDefinition } from './tool-hash';

export type McpToolList = { readonly isReached: true; readonly tools: readonly ListedMcpTool[] } | { readonly isReached: false; readonly message: string };

export interface ListedMcpTool {
  /** As the server describes it. */
  readonly tool: McpTool;
  readonly state: ApprovalState;
  readonly approval: ToolApproval | undefined;
}

/** Connects and asks what the server offers right now. A server that cannot be used is an answer. Throws `not_found`. */
export async function listMcpTools(
  scope: WorkspaceScope,
  input: {
    readonly serverId: string;
    readonly environment?: string | undefined;
    readonly sealKeys: SealKeys;
    readonly outgoing: Outgoing;
    readonly authTokens: AuthTokens;
  },
): Promise<McpToolList> {
  scope.may('tools:write');
  const { config, approvals } = readMcpServer(await findMcpServer(scope.db, input.serverId));
  const sources = storedValues(scope, input.sealKeys, input.environment ?? mainEnvironment);
  const session = new McpSession(config, { outgoing: input.outgoing, tokens: input.authTokens, sources });
  try {
    const tools = await session.listTools({});
    return {
      isReached: true,
      tools: tools.map((tool) => ({
        tool,
        state: approvalState(approvals, definitionOf(tool)),
        approval: approvals.find(({ toolName }) => toolName === tool.name),
      })),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { isReached: false, message: session.masking.masked(error.publicMessage) };
  } finally {
    await session.close();
  }
}

export function definitionOf(tool: McpTool): ToolDefinition {
  return { name: tool.name, description: tool.description ?? '', inputSchema: tool.inputSchema };
}
