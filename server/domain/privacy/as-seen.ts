import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { maskDeep } from './mask-personal-data';

/** What was said or written in conversations, as far as this actor may know it. */
export function asSeen<T>(scope: Pick<WorkspaceScope, 'masks'>, value: T): T {
  return maskDeep(value, scope.masks);
}

/** Sound cannot be masked: throws `forbidden` for one who reads masked. */
export function mayHear(scope: Pick<WorkspaceScope, 'masks'>): void {
  if (scope.masks.length > 0) throw new AppError('forbidden', 'Personal data is masked for your role, and sound cannot be masked.');
}
