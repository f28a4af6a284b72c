import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { actorNames } from '../actor-names';
import { findAgent, findBranch } from '../agents/get-agent';
import type { BranchDetail, BranchProtection, BranchView, VersionMetadata } from './branch-views';
import { currentSplit } from './traffic-split';
import { VersionGraph } from './version-graph';

export interface ListBranchesInput {
  readonly agentId: string;
  readonly includeArchived?: boolean | undefined;
  readonly limit?: number | undefined;
}

const mostBranches = 100;
const recentVersions = 10;
const weekMs = 7 * 86_400_000;

/** The branches of an agent: the main one, then the others with the latest changed first. */
export async function listBranches(
  scope: WorkspaceScope,
  input: ListBranchesInput,
): Promise<{ readonly items: readonly BranchView[]; readonly total: number }> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const where = { agentId: agent.id, ...(input.includeArchived === true ? {} : { archivedAt: null }) };
  const [total, rows] = await Promise.all([
    scope.db.agentBranch.count({ where }),
    scope.db.agentBranch.findMany({
      where,
      orderBy: [{ isMain: 'desc' }, { committedAt: 'desc' }, { id: 'desc' }],
      take: Math.min(Math.max(input.limit ?? mostBranches, 1), mostBranches),
    }),
  ]);
  return { items: await viewsOf(scope, agent, rows), total };
}

/** One branch with its latest versions. Throws `not_found`. */
export async function getBranch(scope: WorkspaceScope, input: { readonly agentId: string; readonly branchId: string }): Promise<BranchDetail> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const branch = await findBranch(scope.db, agent, input.branchId);
  const [view] = await viewsOf(scope, agent, [branch]);
  const versions = await scope.db.agentVersion.findMany({
    where: { branchId: branch.id },
    orderBy: { number: 'desc' },
    take: recentVersions,
    select: metadataColumns,
  });
  return { ...(view as BranchView), recentVersions: await metadataOf(scope, versions) };
}

/** What is known of a version besides its document. Throws `not_found`. */
export async function metadataOf(scope: WorkspaceScope, rows: readonly VersionRow[]): Promise<readonly VersionMetadata[]> {
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdByName: nameOf(createdBy), isCreator: createdBy === scope.actor.id }));
}

export const metadataColumns = {
  id: true,
  agentId: true,
  branchId: true,
  number: true,
  name: true,
  description: true,
  createdAt: true,
  createdBy: true,
  parentVersionId: true,
  outOfBranchParentId: true,
  mergedFromBranchId: true,
  mergedFromVersionId: true,
  rebasedFromVersionId: true,
} as const;

type VersionRow = Omit<VersionMetadata, 'createdByName' | 'isCreator'> & { readonly createdBy: string };

/** All versions of an agent with what they came from. */
export async function versionGraphOf(db: ScopedTransaction, agentId: string): Promise<VersionGraph> {
  return new VersionGraph(
    await db.agentVersion.findMany({
      where: { agentId },
      select: { id: true, number: true, branchId: true, createdAt: true, parentVersionId: true, outOfBranchParentId: true, mergedFromVersionId: true },
    }),
  );
}

type BranchRow = Awaited<ReturnType<typeof findBranch>>;

async function viewsOf(scope: WorkspaceScope, agent: Awaited<ReturnType<typeof findAgent>>, rows: readonly BranchRow[]): Promise<BranchView[]> {
  const { db, actor } = scope;
  const ids = rows.map((row) => row.id);
  const parentIds = rows.flatMap((row) => row.parentBranchId ?? []);
  const [split, graph, tips, parents, drafts, calls, nameOf] = await Promise.all([
    currentSplit(db, agent),
    versionGraphOf(db, agent.id),
    tipsOf(db, agent.id),
    db.agentBranch.findMany({ where: { id: { in: parentIds } }, select: { id: true, name: true } }),
    db.agentDraft.findMany({ where: { branchId: { in: ids }, personId: actor.id } }),
    db.conversation.groupBy({
      by: ['branchId'],
      where: { branchId: { in: ids }, startedAt: { gte: new Date(Date.now() - weekMs) }, deletedAt: null },
      _count: { _all: true },
    }),
    actorNames(
      scope,
      rows.map((row) => row.createdBy),
    ),
  ]);
  return rows.map((row) => {
    const draft = drafts.find((candidate) => candidate.branchId === row.id);
    const tip = tips.get(row.id) ?? '';
    const parentTip = row.parentBranchId === null ? undefined : tips.get(row.parentBranchId);
    return {
      id: row.id,
      agentId: row.agentId,
      name: row.name,
      description: row.description,
      isMain: row.isMain,
      isArchived: row.archivedAt !== null,
      protection: row.protection as BranchProtection,
      autoRebase: row.autoRebase,
      versionNumber: row.versionNumber,
      createdAt: row.createdAt,
      committedAt: row.committedAt,
      createdByName: nameOf(row.createdBy),
      isCreator: row.createdBy === actor.id,
      livePercentage: split[row.id] ?? 0,
      parentBranch: parents.find((parent) => parent.id === row.parentBranchId) ?? null,
      mergedIntoBranchId: row.mergedIntoBranchId,
      draft: draft === undefined ? null : { createdAt: draft.createdAt, isBehindTip: draft.baseVersionId !== tip },
      callsLast7Days: calls.find((group) => group.branchId === row.id)?._count._all ?? 0,
      commitsAhead: parentTip === undefined ? 0 : graph.commitsBeyond(tip, parentTip),
      commitsBehind: parentTip === undefined ? 0 : graph.commitsBeyond(parentTip, tip),
    };
  });
}

/** The newest version of each branch of an agent. */
async function tipsOf(db: ScopedTransaction, agentId: string): Promise<ReadonlyMap<string, string>> {
  const versions = await db.agentVersion.findMany({
    where: { agentId },
    distinct: ['branchId'],
    orderBy: [{ branchId: 'asc' }, { number: 'desc' }],
    select: { id: true, branchId: true },
  });
  return new Map(versions.map((version) => [version.branchId, version.id]));
}
