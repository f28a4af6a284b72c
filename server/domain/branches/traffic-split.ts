import { createHash } from 'node:crypto';
import type { ScopedTransaction } from '../../auth/scope';

/** Branch id to percentage. */
export type TrafficSplit = Readonly<Record<string, number>>;

/** How new conversations are split over an agent's branches: as the newest deployment says, or all on the main one. */
export async function currentSplit(db: ScopedTransaction, agent: { readonly id: string; readonly mainBranchId: string }): Promise<TrafficSplit> {
  const newest = await db.agentDeployment.findFirst({ where: { agentId: agent.id }, orderBy: { createdAt: 'desc' }, select: { split: true } });
  return newest === null ? { [agent.mainBranchId]: 100 } : (newest.split as TrafficSplit);
}

/** The branch for whoever `key` names: the same each time as long as the split stays as it is. */
export function branchFor(key: string, split: TrafficSplit): string | undefined {
  const shares = Object.entries(split)
    .filter(([, percentage]) => percentage > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const total = shares.reduce((sum, [, percentage]) => sum + percentage, 0);
  const point = (createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32) * total;
  let upTo = 0;
  return shares.find(([, percentage]) => point < (upTo += percentage))?.[0];
}
