import type { Actor } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { ActingRole } from './rules';

export function actingRole(actor: Actor): ActingRole {
  if (actor.kind === 'member') return actor.role;
  if (actor.kind === 'system') return null;
  throw new AppError('forbidden', 'Members are managed by members.');
}
