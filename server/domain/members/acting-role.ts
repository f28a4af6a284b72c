import type { Actor } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { ActingRole } from './rules';

export function actingRole(actor: Actor): ActingRole {
  if (actor.kind === 'member') return actor.role;
  if (actor.kind === 'system') return null;
  // A key that was given it may manage members; owners are beyond it.
  if (actor.kind === 'api-key') return 'admin';
  throw new AppError('forbidden', 'Members are managed by members.');
}
