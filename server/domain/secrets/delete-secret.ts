import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { findSecret } from './get-secret';
import { withUsers } from './list-secrets';

/** Throws `not_found`, and `conflict` while something uses it. */
export async function deleteSecret(scope: WorkspaceScope, input: { readonly secretId: string }): Promise<void> {
  scope.may('secrets:write');
  const secret = await findSecret(scope.db, input.secretId);
  const { usedBy } = await withUsers(scope, secret, 3);
  const variables = await scope.db.environmentVariable.findMany({ where: { referencedIds: { has: secret.id } }, select: { label: true }, take: 3 });
  const users = [...usedBy.tools.items, ...usedBy.agents.items, ...usedBy.mcpServers.items].map(({ name }) => name).concat(variables.map(({ label }) => label));
  if (users.length > 0) throw new AppError('conflict', `The secret is in use: ${users.slice(0, 3).join(', ')}.`);
  await scope.db.$transaction(async (db) => {
    await db.secret.delete({ where: { id: secret.id } });
    await noteChange(db, scope, { action: 'secret.deleted', targetKind: 'secret', targetId: secret.id, before: { name: secret.name } });
  });
}
