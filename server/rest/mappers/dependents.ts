import type { Dependent } from '../../domain/dependents';
import { unixSecs } from './agent';

/** Whoever asks may see all of the workspace. */
export function dependentToWire({ id, name, createdAt }: Dependent) {
  return { type: 'available', id, name, created_at_unix_secs: unixSecs(createdAt), access_level: 'admin' };
}

export function accessToWire({ isCreator, createdByName }: { readonly isCreator: boolean; readonly createdByName: string }) {
  return { is_creator: isCreator, creator_name: createdByName, creator_email: '', role: 'admin' };
}
