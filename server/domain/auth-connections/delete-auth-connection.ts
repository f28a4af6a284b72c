import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { findAuthConnection, toAuthConnectionView } from './list-auth-connections';

/** Throws `not_found`, and `conflict` while a tool, server or environment variable uses it. */
export async function deleteAuthConnection(scope: WorkspaceScope, input: { readonly connectionId: string }): Promise<void> {
  scope.may('secrets:write');
  const row = await findAuthConnection(scope.db, input.connectionId);
  const { usedBy } = await toAuthConnectionView(scope, row);
  const variables = await scope.db.environmentVariable.findMany({ where: { referencedIds: { has: row.id } }, select: { label: true }, take: 3 });
  const users = [...usedBy.tools, ...usedBy.mcpServers].map(({ name }) => name).concat(variables.map(({ label }) => label));
  if (users.length > 0) throw new AppError('conflict', `The connection is in use: ${users.slice(0, 3).join(', ')}.`);
  await scope.db.$transaction(async (db) => {
    await db.authConnection.delete({ where: { id: row.id } });
    await noteChange(db, scope, { action: 'auth-connection.deleted', targetKind: 'auth-connection', targetId: row.id, before: { name: row.name } });
  });
}
