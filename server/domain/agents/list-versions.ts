import type { WorkspaceScope } from '../../auth/scope';
import { actorNames } from '../actor-names';
import { AppError } from '../../lib/app-error';
import { type Page, pageSizeOf } from '../pagination';
import type { AgentVersionSummary } from './agent-views';
import { findAgent, findBranch } from './get-agent';

/** Versions on a branch of an agent (the main one unless told otherwise), newest first; the cursor is the number before which to go on. */
export async function listVersions(
  scope: WorkspaceScope,
  input: { readonly agentId: string; readonly branchId?: string | undefined; readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<Page<AgentVersionSummary>> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const branch = await findBranch(scope.db, agent, input.branchId);
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.agentVersion.findMany({
    where: { agentId: agent.id, branchId: branch.id, ...(input.cursor === undefined ? {} : { number: { lt: numberIn(input.cursor) } }) },
    orderBy: { number: 'desc' },
    take: size + 1,
    select: { id: true, number: true, name: true, description: true, createdAt: true, createdBy: true, branchId: true },
  });
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  const shown = rows.slice(0, size);
  return {
    items: shown.map(({ createdBy, ...row }) => ({ ...row, createdByName: nameOf(createdBy) })),
    nextCursor: rows.length > size ? String(shown.at(-1)?.number) : null,
  };
}

function numberIn(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw new AppError('bad_request', 'The cursor is not valid.');
  return Number(cursor);
}
