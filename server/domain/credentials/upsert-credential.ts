import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import type { Catalogue } from '../providers/catalogue';
import { type CredentialView, toCredentialView } from './list-credentials';
import { openCredential, sealSettings } from './open-credential';
import { hintOf, splitSettings } from './rules';

export interface UpsertCredentialInput {
  readonly provider: string;
  readonly name?: string | undefined;
  /** By field name; a secret left out stays as it was, an empty value takes a setting away. */
  readonly settings: Readonly<Record<string, string>>;
  readonly sealKeys: SealKeys;
  readonly catalogue: Catalogue;
}

/** Stores a workspace's settings for a provider, secrets sealed. Throws `not_found` for an unknown provider, `invalid_input`. */
export async function upsertCredential(scope: WorkspaceScope, input: UpsertCredentialInput): Promise<CredentialView> {
  scope.may('credentials:write');
  const spec = (await input.catalogue.providers()).find((provider) => provider.name === input.provider);
  if (spec === undefined) throw new AppError('not_found', `There is no provider ${input.provider}.`);
  if (spec.fields.length === 0) throw new AppError('bad_request', `${spec.label} has no settings.`);
  const { workspaceId } = scope;
  const provider = spec.name;
  return scope.db.$transaction(async (db) => {
    const stored = await db.providerCredential.findUnique({ where: { workspaceId_provider: { workspaceId, provider } } });
    const before = stored === null ? { open: {}, secret: {} } : openCredential(input.sealKeys, stored);
    const { open, secret } = splitSettings(spec.fields, input.settings, before);
    const columns = {
      name: (input.name ?? stored?.name ?? spec.label).slice(0, 100),
      settings: open,
      sealed: sealSettings(input.sealKeys, { workspaceId, provider }, secret),
      hints: Object.fromEntries(Object.entries(secret).map(([name, value]) => [name, hintOf(value)])),
      // What was checked is not what is stored now.
      lastCheckAt: null,
      lastCheckOk: null,
      lastCheckMsg: null,
    };
    const row = await db.providerCredential.upsert({
      where: { workspaceId_provider: { workspaceId, provider } },
      create: { id: newId('credential'), workspaceId, provider, createdBy: scope.actor.id, ...columns },
      update: columns,
    });
    await noteChange(db, scope, {
      action: stored === null ? 'credential.created' : 'credential.updated',
      targetKind: 'credential',
      targetId: row.id,
      after: { provider },
    });
    return toCredentialView(row);
  });
}
