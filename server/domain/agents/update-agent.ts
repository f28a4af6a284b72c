import type { WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { workflowProblems } from '../../contracts/workflow-problems';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { rebaseFollowers } from '../branches/rebase-branch';
import type { AgentView } from './agent-views';
import { changedMeanwhile, checkWritable, commitVersion } from './commit-version';
import { configOf, findAgentVersion, getAgent } from './get-agent';
import { withPendingProcedures, type ProcedurePins } from './procedures';
import { changeConfig, checkedName, checkedTags, isSameConfig } from './rules';

export interface UpdateAgentInput {
  readonly agentId: string;
  /** Another branch than the main one. */
  readonly branchId?: string | undefined;
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Any part of the document, merged as `mergeDocument` says. */
  readonly changes?: unknown;
  /** A whole document instead of changes. */
  readonly replacement?: AgentConfig | undefined;
  /** Procedures to take in another version of theirs, or off the branch (null). */
  readonly procedures?: ProcedurePins | undefined;
  /** Number of the version the caller edited; another one being the newest by now is a `conflict`. */
  readonly baseVersion?: number | undefined;
  readonly description?: string | undefined;
  /** Refuses a workflow with errors in it; the public API stores what it is given. */
  readonly checksWorkflow?: boolean | undefined;
}

/** Makes a new version on a branch of the agent, unless nothing changed. Throws `not_found`, `conflict`, `forbidden`, `invalid_input`. */
export async function updateAgent(scope: WorkspaceScope, input: UpdateAgentInput): Promise<AgentView> {
  scope.may('agents:write');
  const { agentId, branchId } = input;
  await scope.db.$transaction(async (db) => {
    const { agent, branch, version } = await findAgentVersion(db, { agentId, branchId });
    if (input.baseVersion !== undefined && input.baseVersion !== branch.versionNumber) throw changedMeanwhile();
    const before = configOf(version);
    const config = await withPendingProcedures(db, {
      agentId,
      branchId: branch.id,
      config: input.replacement ?? changeConfig(before, input.changes),
      pins: input.procedures,
    });
    if (input.checksWorkflow === true) refuseErrors(config);
    const name = checkedName(input.name ?? version.name);
    const tags = checkedTags(input.tags ?? agent.tags);
    const isNewVersion = name !== version.name || !isSameConfig(before, config);
    const hasNewTags = tags.join('\n') !== agent.tags.join('\n');
    if (!isNewVersion && !hasNewTags) return;

    checkWritable(scope, branch);
    if (hasNewTags) await db.agent.update({ where: { id: agent.id }, data: { tags } });
    const description = input.description ?? '';
    const { number } = isNewVersion
      ? await commitVersion(db, scope, { agent, branch, parentVersionId: version.id, name, config, description })
      : { number: branch.versionNumber };
    // What was drafted is in the version now.
    if (isNewVersion) {
      await db.agentProcedureDraft.deleteMany({ where: { branchId: branch.id } });
      await db.agentDraft.deleteMany({ where: { branchId: branch.id, personId: scope.actor.id } });
    }
    await noteChange(db, scope, {
      action: 'agent.updated',
      targetKind: 'agent',
      targetId: agent.id,
      before: { name: version.name, version: branch.versionNumber },
      after: { name, version: number, ...(branch.isMain ? {} : { branch: branch.name }) },
    });
  });
  const agent = await getAgent(scope, { agentId, branchId });
  await rebaseFollowers(scope, { agentId, branchId: agent.branchId });
  return agent;
}

function refuseErrors({ workflow }: AgentConfig): void {
  const problem = workflowProblems(workflow).find(({ severity }) => severity === 'error');
  if (problem === undefined) return;
  const where = problem.nodeId ?? problem.edgeId;
  throw new AppError('invalid_input', `The workflow has an error: ${problem.code}${where === undefined ? '' : ` at ${where}`}.`);
}
