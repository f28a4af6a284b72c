import { isAddressRange, type WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { checkGrant, createApiKey, type CreatedApiKey } from '../api-keys/create-api-key';
import { noteChange } from '../audit-log/note-change';

export interface ServiceAccountKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** SHA-256 of the key. */
  readonly keyHash: string;
  readonly permissions: readonly string[];
  readonly allowedIps: readonly string[];
  readonly characterLimit: number | null;
  readonly isDisabled: boolean;
  readonly createdAt: Date;
}

export interface ServiceAccountView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly keys: readonly ServiceAccountKey[];
}

const withKeys = { keys: { where: { revokedAt: null }, orderBy: { createdAt: 'asc' } } } as const;

export async function listServiceAccounts(scope: WorkspaceScope): Promise<readonly ServiceAccountView[]> {
  scope.may('api-keys:read');
  const accounts = await scope.db.serviceAccount.findMany({ orderBy: { createdAt: 'asc' }, take: 500, include: withKeys });
  return accounts.map(({ id, name, createdAt, keys }) => ({ id, name, createdAt, keys: keys.map(keyView) }));
}

export async function createServiceAccount(scope: WorkspaceScope, input: { readonly name: string }): Promise<string> {
  scope.may('api-keys:write');
  const name = input.name.trim();
  if (name === '' || name.length > 100) throw new AppError('invalid_input', 'A service account has a name of 1 to 100 characters.', { path: ['name'] });
  const id = newId('serviceAccount');
  await scope.db.$transaction(async (db) => {
    await db.serviceAccount.create({ data: { id, workspaceId: scope.workspaceId, name, createdBy: scope.actor.id } });
    await noteChange(db, scope, { action: 'service-account.created', targetKind: 'service-account', targetId: id, after: { name } });
  });
  return id;
}

export async function listServiceAccountKeys(scope: WorkspaceScope, serviceAccountId: string): Promise<readonly ServiceAccountKey[]> {
  scope.may('api-keys:read');
  await checkAccount(scope, serviceAccountId);
  const keys = await scope.db.apiKey.findMany({ where: { serviceAccountId, revokedAt: null }, orderBy: { createdAt: 'asc' } });
  return keys.map(keyView);
}

export interface KeyRules {
  readonly permissions?: readonly string[] | undefined;
  readonly allowedIps?: readonly string[] | undefined;
  readonly characterLimit?: number | undefined;
}

export async function createServiceAccountKey(
  scope: WorkspaceScope,
  input: KeyRules & { readonly serviceAccountId: string; readonly name: string },
): Promise<CreatedApiKey> {
  scope.may('api-keys:write');
  await checkAccount(scope, input.serviceAccountId);
  checkAddresses(input.allowedIps ?? []);
  return createApiKey(scope, input);
}

export interface KeyChanges {
  readonly name?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly permissions?: readonly string[] | undefined;
  /** Null: from anywhere. */
  readonly allowedIps?: readonly string[] | null | undefined;
  /** Null: no limit. */
  readonly characterLimit?: number | null | undefined;
}

export async function changeServiceAccountKey(
  scope: WorkspaceScope,
  name: { readonly serviceAccountId: string; readonly keyId: string },
  changes: KeyChanges,
): Promise<void> {
  scope.may('api-keys:write');
  const key = await findKey(scope, name);
  checkGrant(scope, changes.permissions ?? []);
  checkAddresses(changes.allowedIps ?? []);
  await scope.db.$transaction(async (db) => {
    await db.apiKey.update({
      where: { id: key.id },
      data: {
        ...(changes.name === undefined ? {} : { name: changes.name.trim().slice(0, 100) }),
        ...(changes.isEnabled === undefined ? {} : { disabledAt: changes.isEnabled ? null : new Date() }),
        ...(changes.permissions === undefined ? {} : { permissions: [...changes.permissions] }),
        ...(changes.allowedIps === undefined ? {} : { allowedIps: [...(changes.allowedIps ?? [])] }),
        ...(changes.characterLimit === undefined ? {} : { characterLimit: changes.characterLimit }),
      },
    });
    const { isEnabled, permissions } = changes;
    await noteChange(db, scope, {
      action: 'api-key.updated',
      targetKind: 'api-key',
      targetId: key.id,
      after: { ...(isEnabled === undefined ? {} : { isEnabled }), ...(permissions === undefined ? {} : { permissions: [...permissions] }) },
    });
  });
}

export async function deleteServiceAccountKey(scope: WorkspaceScope, name: { readonly serviceAccountId: string; readonly keyId: string }): Promise<void> {
  scope.may('api-keys:write');
  const key = await findKey(scope, name);
  await scope.db.$transaction(async (db) => {
    await db.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } });
    await noteChange(db, scope, { action: 'api-key.revoked', targetKind: 'api-key', targetId: key.id, before: { name: key.name, prefix: key.prefix } });
  });
}

async function checkAccount(scope: WorkspaceScope, id: string): Promise<void> {
  if ((await scope.db.serviceAccount.findUnique({ where: { id }, select: { id: true } })) === null)
    throw new AppError('not_found', `Service account ${id} was not found.`);
}

async function findKey(scope: WorkspaceScope, { serviceAccountId, keyId }: { readonly serviceAccountId: string; readonly keyId: string }) {
  const key = await scope.db.apiKey.findFirst({ where: { id: keyId, serviceAccountId, revokedAt: null } });
  if (key === null) throw new AppError('not_found', 'This API key was not found.');
  return key;
}

function checkAddresses(ranges: readonly string[]): void {
  const wrong = ranges.find((range) => !isAddressRange(range));
  if (wrong !== undefined) throw new AppError('invalid_input', `${wrong.slice(0, 60)} is no address and no range of addresses.`, { path: ['allowed_ips'] });
}

function keyView(row: {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: string;
  readonly permissions: readonly string[];
  readonly allowedIps: readonly string[];
  readonly characterLimit: number | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}): ServiceAccountKey {
  const { id, name, prefix, keyHash, permissions, allowedIps, characterLimit, disabledAt, createdAt } = row;
  return { id, name, prefix, keyHash, permissions, allowedIps, characterLimit, isDisabled: disabledAt !== null, createdAt };
}
