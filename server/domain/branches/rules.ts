import { AppError } from '../../lib/app-error';
import type { ScopedTransaction } from '../../auth/scope';

const longestName = 140;
const longestDescription = 4096;

export function checkedBranchName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName) {
    throw new AppError('invalid_input', `A branch's name has 1 to ${longestName} characters.`, { path: ['name'] });
  }
  return trimmed;
}

export function checkedDescription(description: string): string {
  if (description.length > longestDescription) {
    throw new AppError('invalid_input', `A description has at most ${longestDescription} characters.`, { path: ['description'] });
  }
  return description.trim();
}

/** Throws `conflict` when another branch of the agent that is in use has this name. */
export async function refuseTakenName(db: ScopedTransaction, agentId: string, name: string, exceptBranchId?: string): Promise<void> {
  const other = await db.agentBranch.findFirst({
    where: { agentId, name, archivedAt: null, ...(exceptBranchId === undefined ? {} : { id: { not: exceptBranchId } }) },
  });
  if (other !== null) throw new AppError('conflict', `There is a branch named “${name}” already.`);
}
