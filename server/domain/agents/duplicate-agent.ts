import type { WorkspaceScope } from '../../auth/scope';
import type { AgentView } from './agent-views';
import { createAgent } from './create-agent';
import { getAgent } from './get-agent';
import { longestAgentName } from './rules';

/** A new agent with the newest version of another; its conversations and history stay behind. */
export async function duplicateAgent(scope: WorkspaceScope, input: { readonly agentId: string; readonly name?: string | undefined }): Promise<AgentView> {
  scope.may('agents:write');
  const original = await getAgent(scope, { agentId: input.agentId });
  const name = input.name ?? `${original.name.slice(0, longestAgentName - 7)} (copy)`;
  return createAgent(scope, { name, tags: original.tags, config: original.version.config });
}
