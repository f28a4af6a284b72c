import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';

/** Ends a key at once; a revoked one stays so. Throws `not_found`. */
export async function revokeApiKey(scope: WorkspaceScope, input: { readonly apiKeyId: string }): Promise<void> {
  scope.may('api-keys:write');
  await scope.db.$transaction(async (db) => {
    const key = await db.apiKey.findUnique({ where: { id: input.apiKeyId } });
    if (key === null) throw new AppError('not_found', 'This API key was not found.');
    if (key.revokedAt !== null) return;
    await db.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } });
    await noteChange(db, scope, { action: 'api-key.revoked', targetKind: 'api-key', targetId: key.id, before: { name: key.name, prefix: key.prefix } });
  });
}
