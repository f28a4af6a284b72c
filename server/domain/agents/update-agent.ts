import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import type { AgentView } from './agent-views';
import { configOf, findAgent, findVersion, getAgent } from './get-agent';
import { changeConfig, checkedName, checkedTags, isSameConfig, listedColumns } from './rules';
import { saveVersion } from './save-version';

export interface UpdateAgentInput {
  readonly agentId: string;
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Any part of the document, merged as `mergeDocument` says. */
  readonly changes?: unknown;
  /** Number of the version the caller edited; another one being the newest by now is a `conflict`. */
  readonly baseVersion?: number | undefined;
  readonly description?: string | undefined;
}

/** Makes a new version of the agent, unless nothing changed. Throws `not_found`, `conflict`, `invalid_input`. */
export async function updateAgent(scope: WorkspaceScope, input: UpdateAgentInput): Promise<AgentView> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    if (input.baseVersion !== undefined && input.baseVersion !== agent.versionNumber) throw conflict();
    const before = configOf(await findVersion(db, agent));
    const config = changeConfig(before, input.changes);
    const name = checkedName(input.name ?? agent.name);
    const tags = checkedTags(input.tags ?? agent.tags);
    const isNewVersion = name !== agent.name || !isSameConfig(before, config);
    if (!isNewVersion && tags.join('\n') === agent.tags.join('\n')) return;

    const number = isNewVersion ? agent.versionNumber + 1 : agent.versionNumber;
    // Whoever else saved since we looked has raised the number: then nothing matches, and nothing is lost.
    const { count } = await db.agent.updateMany({
      where: { id: agent.id, versionNumber: agent.versionNumber, deletedAt: null },
      data: { name, tags, versionNumber: number, ...listedColumns(config) },
    });
    if (count === 0) throw conflict();
    if (isNewVersion) await saveVersion(db, scope, { agentId: agent.id, number, name, config, description: input.description ?? '' });
    await noteChange(db, scope, {
      action: 'agent.updated',
      targetKind: 'agent',
      targetId: agent.id,
      before: { name: agent.name, version: agent.versionNumber },
      after: { name, version: number },
    });
  });
  return getAgent(scope, { agentId: input.agentId });
}

function conflict(): AppError {
  return new AppError('conflict', 'The agent was changed by someone else in the meantime. Load it again, then repeat the change.');
}
