import { makeApiKey, permissionsOfKey, type WorkspaceScope } from '../../auth/scope';
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

export interface CreateApiKeyInput {
  readonly name: string;
  /** Words of the public API, or `all`; absent: what every key may. */
  readonly permissions?: readonly string[] | undefined;
  readonly serviceAccountId?: string | undefined;
  readonly allowedIps?: readonly string[] | undefined;
  readonly characterLimit?: number | undefined;
}

/** Throws `forbidden` when the key could do more than whoever makes it. */
export async function createApiKey(scope: WorkspaceScope, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  scope.may('api-keys:write');
  checkGrant(scope, input.permissions ?? []);
  const name = input.name.trim();
  if (name === '' || name.length > 100) throw new AppError('invalid_input', 'A key has a name of 1 to 100 characters.', { path: ['name'] });
  const { key, prefix, hash } = makeApiKey();
  const id = newId('apiKey');
  await scope.db.$transaction(async (db) => {
    await db.apiKey.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        name,
        prefix,
        keyHash: hash,
        createdBy: scope.actor.id,
        permissions: [...(input.permissions ?? [])],
        serviceAccountId: input.serviceAccountId ?? null,
        allowedIps: [...(input.allowedIps ?? [])],
        characterLimit: input.characterLimit ?? null,
      },
    });
    await noteChange(db, scope, {
      action: 'api-key.created',
      targetKind: 'api-key',
      targetId: id,
      after: { name, prefix, permissions: [...(input.permissions ?? [])] },
    });
  });
  return { id, name, prefix, key };
}

/** Nobody gives a key what they may not do themselves. */
export function checkGrant(scope: WorkspaceScope, words: readonly string[]): void {
  const beyond = [...permissionsOfKey(words)].filter((permission) => !scope.can(permission));
  if (words.length > 0 && beyond.length > 0) throw new AppError('forbidden', `A key cannot be given more than its maker may: ${beyond.join(', ')}.`);
}
