import { hashApiKey, makeApiKey } from '../auth/api-key';
import { hashPassword } from '../auth/password';
import { scopeForSystem, type WorkspaceScope } from '../auth/scope';
import type { Role } from '../contracts/roles';
import type { Database } from '../db/client';
import { newId } from '../lib/new-id';

let count = 0;

export async function makeUser(db: Database, options: { email?: string; name?: string; password?: string } = {}) {
  const email = options.email ?? `person-${++count}-${newId('user').slice(-6)}@example.com`;
  const passwordHash = options.password === undefined ? null : await hashPassword(options.password);
  return db.user.create({ data: { id: newId('user'), email, name: options.name ?? `Person ${count}`, passwordHash } });
}

export interface TestWorkspace {
  readonly id: string;
  readonly slug: string;
  readonly ownerId: string;
  readonly apiKey: string;
  readonly apiKeyId: string;
  readonly membershipId: string;
  readonly scope: WorkspaceScope;
}

/** A workspace with an owner and an API key. */
export async function makeWorkspace(db: Database, slug = `ws-${++count}-${newId('workspace').slice(-6)}`): Promise<TestWorkspace> {
  const owner = await makeUser(db);
  const organisation = await db.organisation.create({ data: { id: newId('organisation'), name: slug } });
  const { id } = await db.workspace.create({ data: { id: newId('workspace'), organisationId: organisation.id, slug, name: slug } });
  const membershipId = await makeMember(db, id, owner.id, 'owner');
  const { key, prefix } = makeApiKey();
  const apiKeyId = newId('apiKey');
  await db.apiKey.create({ data: { id: apiKeyId, workspaceId: id, name: 'test', prefix, keyHash: hashApiKey(key), createdBy: owner.id } });
  return { id, slug, ownerId: owner.id, apiKey: key, apiKeyId, membershipId, scope: await scopeForSystem(db, id, 'test') };
}

export async function makeMember(db: Database, workspaceId: string, userId: string, role: Role): Promise<string> {
  const { id } = await db.membership.create({ data: { id: newId('membership'), workspaceId, userId, role } });
  return id;
}
