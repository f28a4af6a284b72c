import type { Role } from '../../contracts/roles';
import { AppError } from '../../lib/app-error';

/** Who acts: a member's role, or null for our own work, which may do all. */
export type ActingRole = Role | null;

/** Throws `forbidden` unless whoever acts may give, change or take this role. Only owners touch owners. */
export function checkTouch(acting: ActingRole, ...roles: readonly Role[]): void {
  if (acting !== null && acting !== 'owner' && roles.includes('owner')) throw new AppError('forbidden', 'Only an owner may add, change or remove an owner.');
}

/** Throws `conflict` when the last owner would go. */
export function checkOwnerRemains(role: Role, newRole: Role | null, owners: number): void {
  if (role === 'owner' && newRole !== 'owner' && owners <= 1) {
    throw new AppError('conflict', 'A workspace needs an owner: make someone else one first.');
  }
}
