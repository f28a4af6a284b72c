import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { rebaseFollowers } from '../branches/rebase-branch';
import type { AgentView } from './agent-views';
import { checkWritable, commitVersion } from './commit-version';
import { configOf, findAgentVersion, findVersion, getAgent } from './get-agent';

export interface RestoreVersionInput {
  readonly agentId: string;
  /** Another branch than the main one. */
  readonly branchId?: string | undefined;
  readonly versionNumber: number;
}

/** Makes an old version of a branch its newest again, as a version of its own: history only grows. */
export async function restoreVersion(scope: WorkspaceScope, input: RestoreVersionInput): Promise<AgentView> {
  scope.may('agents:write');
  const { agentId, branchId } = input;
  await scope.db.$transaction(async (db) => {
    const { agent, branch, version } = await findAgentVersion(db, { agentId, branchId });
    const old = await findVersion(db, agent, { branchId: branch.id, versionNumber: input.versionNumber });
    if (old.id === version.id) return;
    checkWritable(scope, branch);
    const { number } = await commitVersion(db, scope, {
      agent,
      branch,
      parentVersionId: version.id,
      name: old.name,
      config: configOf(old),
      description: `Restored version ${old.number}`,
    });
    await noteChange(db, scope, {
      action: 'agent.restored',
      targetKind: 'agent',
      targetId: agent.id,
      before: { version: branch.versionNumber },
      after: { version: number, restored: old.number },
    });
  });
  const agent = await getAgent(scope, { agentId, branchId });
  await rebaseFollowers(scope, { agentId, branchId: agent.branchId });
  return agent;
}
