import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { openValue } from './seal-secret';

/** The text of one of the workspace's secrets, for whoever calls out with it; nothing when it is gone. */
export async function secretText(scope: WorkspaceScope, keys: SealKeys, secretId: string): Promise<string | undefined> {
  const row = await scope.db.secret.findFirst({ where: { id: secretId } });
  return row === null ? undefined : openValue(keys, row).text;
}
