import type { WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import type { AgentView } from './agent-views';
import { getAgent } from './get-agent';
import { changeConfig, checkedName, checkedTags, listedColumns } from './rules';
import { saveVersion } from './save-version';

export interface CreateAgentInput {
  readonly name?: string | undefined;
  /** Any part of an agent document; the rest is filled from the defaults. */
  readonly config?: unknown;
  readonly tags?: readonly string[] | undefined;
}

const mainBranchName = 'Main';

/** A new agent with a main branch and one version on it. */
export async function createAgent(scope: WorkspaceScope, input: CreateAgentInput): Promise<AgentView> {
  scope.may('agents:write');
  const name = checkedName(input.name ?? 'New agent');
  const tags = checkedTags(input.tags ?? []);
  const config = changeConfig(undefined, input.config);
  const agentId = newId('agent');
  const branchId = newId('agentBranch');
  await scope.db.$transaction(async (db) => {
    const { workspaceId, actor } = scope;
    await db.agent.create({ data: { id: agentId, workspaceId, name, tags, mainBranchId: branchId, createdBy: actor.id, ...listedColumns(config) } });
    const { referencedIds } = listedColumns(config);
    await db.agentBranch.create({ data: { id: branchId, workspaceId, agentId, name: mainBranchName, isMain: true, referencedIds, createdBy: actor.id } });
    await saveVersion(db, scope, { agentId, branchId, number: 1, name, config, description: '' });
    await noteChange(db, scope, { action: 'agent.created', targetKind: 'agent', targetId: agentId, after: { name } });
  });
  return getAgent(scope, { agentId });
}
