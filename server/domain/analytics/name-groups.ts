import type { WorkspaceScope } from '../../auth/scope';
import type { Grouping } from '../../contracts/analytics';
import type { Tally } from './tally';

export type GroupNames = ReadonlyMap<string, string>;

/** What the workspace calls the groups of some tallies; languages and channels have names of their own in each language of the interface. */
export async function nameGroups(scope: WorkspaceScope, grouping: Exclude<Grouping, 'day'> | undefined, tallies: readonly Tally[]): Promise<GroupNames> {
  const ids = [...new Set(tallies.flatMap((tally) => [...tally.by('group').keys()]))];
  if (grouping === 'agent') {
    const agents = await scope.db.agent.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    return new Map(agents.map(({ id, name }) => [id, name]));
  }
  if (grouping === 'branch') {
    const branches = await scope.db.agentBranch.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, agent: { select: { name: true } } } });
    return new Map(branches.map(({ id, name, agent }) => [id, `${agent.name} · ${name}`]));
  }
  return new Map();
}
