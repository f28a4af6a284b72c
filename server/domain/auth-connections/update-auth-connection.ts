import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { authConnectionSchema } from '../../contracts/auth-connection';
import { AppError } from '../../lib/app-error';
import { mergeDocument } from '../agents/rules';
import { noteChange } from '../audit-log/note-change';
import { checkedInput } from '../checked-input';
import { type AuthConnectionView, findAuthConnection, toAuthConnectionView } from './list-auth-connections';
import { columnsOf, openConnection } from './split-config';

/** Changes members; secrets left out stay. The kind stays what it is. Throws `not_found`, `invalid_input`. */
export async function updateAuthConnection(
  scope: WorkspaceScope,
  input: { readonly connectionId: string; readonly changes: Readonly<Record<string, unknown>>; readonly sealKeys: SealKeys },
): Promise<AuthConnectionView> {
  scope.may('secrets:write');
  const row = await scope.db.$transaction(async (db) => {
    const stored = await findAuthConnection(db, input.connectionId);
    const { authType } = input.changes;
    if (authType !== undefined && authType !== stored.authType) {
      throw new AppError('invalid_input', `This connection is of kind ${stored.authType}, which cannot be changed.`, { path: ['authType'] });
    }
    const config = checkedInput(authConnectionSchema, mergeDocument(openConnection(input.sealKeys, stored), { ...input.changes, authType: stored.authType }));
    const saved = await db.authConnection.update({
      where: { id: stored.id },
      // What was found wrong was found of what it was before.
      data: { ...columnsOf(input.sealKeys, stored, config), status: 'active', statusDetail: null, statusUpdatedAt: new Date() },
      omit: { sealed: true },
    });
    await noteChange(db, scope, {
      action: 'auth-connection.updated',
      targetKind: 'auth-connection',
      targetId: stored.id,
      before: { name: stored.name },
      after: { name: config.name, members: Object.keys(input.changes) },
    });
    return saved;
  });
  return toAuthConnectionView(scope, row);
}
