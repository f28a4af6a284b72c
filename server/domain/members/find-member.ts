import type { ScopedTransaction } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

export async function findMember(db: ScopedTransaction, memberId: string) {
  const member = await db.membership.findUnique({ where: { id: memberId } });
  if (member === null) throw new AppError('not_found', 'This member was not found.');
  return member;
}

/** How many owners there are. Locks their rows, so that two who leave at once cannot each count on the other. */
export async function holdOwners(db: ScopedTransaction): Promise<number> {
  const { count } = await db.membership.updateMany({ where: { role: 'owner' }, data: { role: 'owner' } });
  return count;
}
