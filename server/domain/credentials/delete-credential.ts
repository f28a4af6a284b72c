import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';

/** Throws `not_found`. */
export async function deleteCredential(scope: WorkspaceScope, input: { readonly credentialId: string }): Promise<void> {
  scope.may('credentials:write');
  await scope.db.$transaction(async (db) => {
    const credential = await db.providerCredential.findUnique({ where: { id: input.credentialId } });
    if (credential === null) throw new AppError('not_found', 'This credential was not found.');
    await db.providerCredential.delete({ where: { id: credential.id } });
    await noteChange(db, scope, { action: 'credential.deleted', targetKind: 'credential', targetId: credential.id, before: { provider: credential.provider } });
  });
}
