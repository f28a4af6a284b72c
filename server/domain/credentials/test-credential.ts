import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import type { Readiness } from '../../providers/spec/provider-spec';
import { AppError } from '../../lib/app-error';
import type { Catalogue } from '../providers/catalogue';
import { openCredential } from './open-credential';

/** Makes one cheap call with the stored settings and keeps what came of it. Throws `not_found`. */
export async function testCredential(
  scope: WorkspaceScope,
  input: { readonly credentialId: string; readonly sealKeys: SealKeys; readonly catalogue: Catalogue },
): Promise<Readiness> {
  scope.may('credentials:write');
  const stored = await scope.db.providerCredential.findUnique({ where: { id: input.credentialId } });
  if (stored === null) throw new AppError('not_found', 'This credential was not found.');
  const { open, secret } = openCredential(input.sealKeys, stored);
  const readiness = await input.catalogue.check(stored.provider, { ...open, ...secret });
  await scope.db.providerCredential.update({
    where: { id: stored.id },
    data: { lastCheckAt: new Date(), lastCheckOk: readiness.ok, lastCheckMsg: readiness.detail.slice(0, 500) },
  });
  return readiness;
}
