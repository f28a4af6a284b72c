import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { authConnectionSchema } from '../../contracts/auth-connection';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { checkedInput } from '../checked-input';
import { type AuthConnectionView, toAuthConnectionView } from './list-auth-connections';
import { columnsOf } from './split-config';

/** Throws `invalid_input`. */
export async function createAuthConnection(
  scope: WorkspaceScope,
  input: { readonly config: unknown; readonly sealKeys: SealKeys },
): Promise<AuthConnectionView> {
  scope.may('secrets:write');
  const config = checkedInput(authConnectionSchema, input.config);
  const { workspaceId } = scope;
  const id = newId('authConnection');
  const row = await scope.db.$transaction(async (db) => {
    const saved = await db.authConnection.create({
      data: { id, workspaceId, createdBy: scope.actor.id, ...columnsOf(input.sealKeys, { workspaceId, id }, config) },
      omit: { sealed: true },
    });
    await noteChange(db, scope, {
      action: 'auth-connection.created',
      targetKind: 'auth-connection',
      targetId: id,
      after: { name: config.name, authType: config.authType },
    });
    return saved;
  });
  return toAuthConnectionView(scope, row);
}
