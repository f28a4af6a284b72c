import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { actorNames } from '../actor-names';
import { findAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import type { TrafficSplit } from './traffic-split';

export interface DeployInput {
  readonly agentId: string;
  readonly shares: readonly { readonly branchId: string; readonly percentage: number }[];
}

export interface DeploymentView {
  readonly id: string;
  readonly split: TrafficSplit;
  readonly source: 'manual' | 'branch_merge';
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
}

/** Splits new conversations over branches. Throws `not_found`, `conflict` for archived branches, `invalid_input` when the shares are not 100 together. */
export async function deploy(scope: WorkspaceScope, input: DeployInput): Promise<TrafficSplit> {
  scope.may('agents:write');
  const split = checkedSplit(input.shares);
  await scope.db.$transaction(async (db) => {
    const agent = await findAgent(db, input.agentId);
    const branches = await db.agentBranch.findMany({ where: { agentId: agent.id, id: { in: Object.keys(split) } } });
    for (const id of Object.keys(split)) {
      const branch = branches.find((candidate) => candidate.id === id);
      if (branch === undefined) throw new AppError('not_found', `Branch ${id} of the agent was not found.`);
      if (branch.archivedAt !== null) throw new AppError('conflict', `The branch “${branch.name}” is archived.`);
    }
    await db.agentDeployment.create({
      data: { id: newId('agentDeployment'), workspaceId: scope.workspaceId, agentId: agent.id, split, createdBy: scope.actor.id },
    });
    await noteChange(db, scope, { action: 'agent.deployed', targetKind: 'agent', targetId: agent.id, after: { split } });
  });
  return split;
}

/** Every split an agent has had, newest first. */
export async function listDeployments(
  scope: WorkspaceScope,
  input: { readonly agentId: string; readonly page?: number | undefined; readonly pageSize?: number | undefined },
): Promise<{ readonly items: readonly DeploymentView[]; readonly total: number; readonly page: number; readonly pageSize: number }> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const page = Math.max(1, input.page ?? 1);
  const pageSize = Math.min(Math.max(1, input.pageSize ?? 30), 100);
  const where = { agentId: agent.id };
  const [total, rows, newest] = await Promise.all([
    scope.db.agentDeployment.count({ where }),
    scope.db.agentDeployment.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], skip: (page - 1) * pageSize, take: pageSize }),
    scope.db.agentDeployment.findFirst({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], select: { id: true } }),
  ]);
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  const items = rows.map((row) => ({
    id: row.id,
    split: row.split as TrafficSplit,
    source: row.source as DeploymentView['source'],
    isActive: row.id === newest?.id,
    createdAt: row.createdAt,
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
  }));
  return { items, total, page, pageSize };
}

function checkedSplit(shares: DeployInput['shares']): TrafficSplit {
  const wrong = (problem: string) => new AppError('invalid_input', problem, { path: ['deployment_request', 'requests'] });
  if (new Set(shares.map(({ branchId }) => branchId)).size !== shares.length) throw wrong('A branch can have one share only.');
  if (shares.some(({ percentage }) => !(percentage >= 0 && percentage <= 100))) throw wrong('A share is a percentage from 0 to 100.');
  const total = shares.reduce((sum, { percentage }) => sum + percentage, 0);
  if (Math.abs(total - 100) > 1e-6) throw wrong(`The shares must add up to 100; they are ${total}.`);
  return Object.fromEntries(shares.filter(({ percentage }) => percentage > 0).map(({ branchId, percentage }) => [branchId, percentage]));
}
