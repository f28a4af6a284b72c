import type { ScopedTransaction } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

/** Throws `not_found` when a secret or an auth connection among the references does not exist in this workspace. */
export async function checkReferences(db: ScopedTransaction, references: readonly string[]): Promise<void> {
  const secrets = references.filter((id) => id.startsWith('secret_'));
  if ((await db.secret.count({ where: { id: { in: secrets } } })) < secrets.length) throw new AppError('not_found', 'A secret that is named was not found.');
  const connections = references.filter((id) => id.startsWith('authconn_'));
  if ((await db.authConnection.count({ where: { id: { in: connections } } })) < connections.length) {
    throw new AppError('not_found', 'An auth connection that is named was not found.');
  }
}
