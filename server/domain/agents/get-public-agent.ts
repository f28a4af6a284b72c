import type { WorkspaceScope } from '../../auth/scope';
import type { AgentView } from './agent-views';
import { configOf, findAgentVersion } from './get-agent';

/**
 * The newest version of an agent for whoever may start a conversation with it. The caller shows the outside no more of it than a
 * participant needs: never the prompt. Throws `not_found`.
 */
export async function getPublicAgent(scope: WorkspaceScope, agentId: string): Promise<AgentView> {
  scope.may('conversations:start');
  const { agent, branch, version } = await findAgentVersion(scope.db, { agentId });
  return {
    id: agent.id,
    name: agent.name,
    tags: agent.tags,
    isArchived: agent.archivedAt !== null,
    createdAt: agent.createdAt,
    updatedAt: agent.updatedAt,
    createdByName: '',
    mainBranchId: agent.mainBranchId,
    branchId: branch.id,
    versionNumber: agent.versionNumber,
    version: {
      id: version.id,
      number: version.number,
      name: version.name,
      description: version.description,
      createdAt: version.createdAt,
      createdByName: '',
      branchId: branch.id,
      config: configOf(version),
    },
  };
}
