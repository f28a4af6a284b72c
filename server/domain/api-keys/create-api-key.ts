import { makeApiKey, type WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';

export interface CreatedApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** The whole key: this is the only time it is shown. */
  readonly key: string;
}

export async function createApiKey(scope: WorkspaceScope, input: { readonly name: string }): Promise<CreatedApiKey> {
  scope.may('api-keys:write');
  const name = input.name.trim();
  if (name === '' || name.length > 100) throw new AppError('invalid_input', 'A key has a name of 1 to 100 characters.', { path: ['name'] });
  const { key, prefix, hash } = makeApiKey();
  const id = newId('apiKey');
  await scope.db.$transaction(async (db) => {
    await db.apiKey.create({ data: { id, workspaceId: scope.workspaceId, name, prefix, keyHash: hash, createdBy: scope.actor.id } });
    await noteChange(db, scope, { action: 'api-key.created', targetKind: 'api-key', targetId: id, after: { name, prefix } });
  });
  return { id, name, prefix, key };
}
