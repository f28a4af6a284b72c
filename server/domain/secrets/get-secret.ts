import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { type SecretView, withUsers } from './list-secrets';

/** One secret without its value. Throws `not_found`. */
export async function getSecret(scope: WorkspaceScope, input: { readonly secretId: string }): Promise<SecretView> {
  scope.may('secrets:read');
  return withUsers(scope, await findSecret(scope.db, input.secretId), 100);
}

export async function findSecret(db: ScopedTransaction, secretId: string) {
  const secret = await db.secret.findFirst({ where: { id: secretId }, omit: { sealed: true } });
  if (secret === null) throw new AppError('not_found', `Secret ${secretId} was not found.`);
  return secret;
}
