import type { WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';
import { referencesIn } from '../references';
import { configOf, findAgent, findVersion } from '../agents/get-agent';
import { changeConfig } from '../agents/rules';
import { saveVersion } from '../agents/save-version';
import { noteChange } from '../audit-log/note-change';
import { AppError } from '../../lib/app-error';
import { checkedBranchName, checkedDescription, refuseTakenName } from './rules';

export interface CreateBranchInput {
  readonly agentId: string;
  /** The version it begins with. */
  readonly parentVersionId: string;
  readonly name: string;
  readonly description: string;
  /** Any part of the document, merged into that version. */
  readonly changes?: unknown;
  /** Begin with the caller's draft on the parent's branch instead; the draft is gone from there then. */
  readonly includeDraft?: boolean | undefined;
}

const mostBranches = 500;

/** A branch that begins with a version of the agent. Throws `not_found`, `conflict`, `invalid_input`. */
export async function createBranch(scope: WorkspaceScope, input: CreateBranchInput): Promise<{ readonly branchId: string; readonly versionId: string }> {
  scope.may('agents:write');
  const name = checkedBranchName(input.name);
  const description = checkedDescription(input.description);
  return scope.db.$transaction(async (db) => {
    const { workspaceId, actor } = scope;
    const agent = await findAgent(db, input.agentId);
    const parent = await findVersion(db, agent, { versionId: input.parentVersionId });
    await refuseTakenName(db, agent.id, name);
    if ((await db.agentBranch.count({ where: { agentId: agent.id } })) >= mostBranches) {
      throw new AppError('conflict', `An agent has at most ${mostBranches} branches.`);
    }
    const mine = { branchId: parent.branchId, personId: actor.id };
    const draft = input.includeDraft === true ? await db.agentDraft.findFirst({ where: mine }) : null;
    const config = changeConfig(configOf(draft ?? parent), input.changes);
    const branchId = newId('agentBranch');
    await db.agentBranch.create({
      data: {
        id: branchId,
        workspaceId,
        agentId: agent.id,
        name,
        description,
        parentBranchId: parent.branchId,
        referencedIds: referencesIn(config),
        createdBy: actor.id,
      },
    });
    const versionId = await saveVersion(db, scope, {
      agentId: agent.id,
      branchId,
      number: 1,
      name: draft?.name ?? parent.name,
      config,
      description: '',
      outOfBranchParentId: parent.id,
    });
    if (draft !== null) await db.agentDraft.deleteMany({ where: mine });
    await noteChange(db, scope, { action: 'branch.created', targetKind: 'agent', targetId: agent.id, after: { branch: name, branchId } });
    return { branchId, versionId };
  });
}
