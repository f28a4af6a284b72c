import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { AppError } from '../../lib/app-error';
import type { AgentView } from './agent-views';
import { configOf, findAgent, findVersion, getAgent } from './get-agent';
import { listedColumns } from './rules';
import { saveVersion } from './save-version';

/** Makes an old version the newest again, as a version of its own: history only grows. */
export async function restoreVersion(scope: WorkspaceScope, input: { readonly agentId: string; readonly versionNumber: number }): Promise<AgentView> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    const old = await findVersion(db, agent, { versionNumber: input.versionNumber });
    if (old.number === agent.versionNumber) return;
    const config = configOf(old);
    const number = agent.versionNumber + 1;
    const { count } = await db.agent.updateMany({
      where: { id: agent.id, versionNumber: agent.versionNumber },
      data: { name: old.name, versionNumber: number, ...listedColumns(config) },
    });
    if (count === 0) throw new AppError('conflict', 'The agent was changed by someone else in the meantime. Load it again, then repeat the change.');
    await saveVersion(db, scope, { agentId: agent.id, number, name: old.name, config, description: `Restored version ${old.number}` });
    await noteChange(db, scope, {
      action: 'agent.restored',
      targetKind: 'agent',
      targetId: agent.id,
      before: { version: agent.versionNumber },
      after: { version: number, restored: old.number },
    });
  });
  return getAgent(scope, { agentId: input.agentId });
}
