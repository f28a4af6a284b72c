import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { isTaken } from '../unique';
import { findSecret } from './get-secret';
import { checkedSecretName, checkedSecretValue, nameTaken } from './rules';
import { sealValue } from './seal-secret';

/** A new name, a new value or both. Conversations that run keep what they have. Throws `not_found`, `invalid_input`, `conflict`. */
export async function updateSecret(
  scope: WorkspaceScope,
  input: { readonly secretId: string; readonly name?: string | undefined; readonly value?: string | undefined; readonly sealKeys: SealKeys },
): Promise<{ readonly id: string; readonly name: string }> {
  scope.may('secrets:write');
  try {
    return await scope.db.$transaction(async (db) => {
      const secret = await findSecret(db, input.secretId);
      const name = checkedSecretName(input.name ?? secret.name);
      const sealed = input.value === undefined ? undefined : sealValue(input.sealKeys, secret, checkedSecretValue(input.value));
      await db.secret.update({ where: { id: secret.id }, data: { name, ...(sealed === undefined ? {} : { sealed }) } });
      await noteChange(db, scope, {
        action: 'secret.updated',
        targetKind: 'secret',
        targetId: secret.id,
        before: { name: secret.name },
        after: { name, hasNewValue: sealed !== undefined },
      });
      return { id: secret.id, name };
    });
  } catch (error) {
    throw isTaken(error) ? nameTaken(input.name ?? '') : error;
  }
}
