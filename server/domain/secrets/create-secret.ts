import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { isTaken } from '../unique';
import { checkedSecretName, checkedSecretValue, nameTaken } from './rules';
import { sealValue } from './seal-secret';

/** Stores a value that nobody can read back. Throws `invalid_input`, `conflict` for a name in use. */
export async function createSecret(
  scope: WorkspaceScope,
  input: { readonly name: string; readonly value: string; readonly sealKeys: SealKeys },
): Promise<{ readonly id: string; readonly name: string }> {
  scope.may('secrets:write');
  const name = checkedSecretName(input.name);
  const value = checkedSecretValue(input.value);
  const { workspaceId } = scope;
  const id = newId('secret');
  try {
    await scope.db.$transaction(async (db) => {
      await db.secret.create({ data: { id, workspaceId, name, sealed: sealValue(input.sealKeys, { workspaceId, id }, value), createdBy: scope.actor.id } });
      await noteChange(db, scope, { action: 'secret.created', targetKind: 'secret', targetId: id, after: { name } });
    });
  } catch (error) {
    throw isTaken(error) ? nameTaken(name) : error;
  }
  return { id, name };
}
