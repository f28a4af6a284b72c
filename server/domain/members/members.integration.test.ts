import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopeForApiKey, scopeForMember, type WorkspaceScope } from '../../auth/scope';
import { permissions, type Role, rolePermissions } from '../../contracts/roles';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices } from '../../testing/services';
import { listAuditEntries } from '../audit-log/list-audit-entries';
import { createWorkspace } from '../workspaces/create-workspace';
import { listMyWorkspaces } from '../workspaces/list-my-workspaces';
import { renameWorkspace } from '../workspaces/rename-workspace';
import { acceptInvitation, readInvitation } from './accept-invitation';
import { changeRole } from './change-role';
import { inviteMember } from './invite-member';
import { listInvitations } from './list-invitations';
import { listMembers } from './list-members';
import { removeMember } from './remove-member';
import { revokeInvitation } from './revoke-invitation';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let owner: WorkspaceScope;
const made = makeServices();
const { sent, services } = made;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

beforeEach(async () => {
  workspace = await makeWorkspace(db);
  owner = await scopeForMember(db, workspace.ownerId, workspace.id);
});

async function join(role: Role): Promise<{ memberId: string; scope: WorkspaceScope; userId: string }> {
  const { id: userId } = await makeUser(db);
  const memberId = await makeMember(db, workspace.id, userId, role);
  return { memberId, userId, scope: await scopeForMember(db, userId, workspace.slug) };
}

const invite = (scope: WorkspaceScope, email: string, role: Role = 'editor') =>
  inviteMember(scope, { email, role, mailer: services.mailer, publicUrl: services.publicUrl });
const tokenIn = (link: string): string => link.split('/').at(-1) ?? '';

describe('roles', () => {
  it.each(Object.keys(rolePermissions) as Role[])('%s may do what the table says, and nothing else', async (role) => {
    const { scope } = await join(role);
    for (const permission of permissions) expect(scope.can(permission), permission).toBe(rolePermissions[role].includes(permission));
  });

  it('leave the keys to the house to people: an API key manages neither members nor keys nor credentials', async () => {
    const scope = await scopeForApiKey(db, workspace.apiKey);
    for (const permission of ['members:write', 'api-keys:write', 'credentials:read', 'credentials:write', 'workspace:write', 'audit-log:read'] as const) {
      expect(scope.can(permission), permission).toBe(false);
    }
  });
});

describe('owners', () => {
  it('are touched by owners alone', async () => {
    const admin = await join('admin');
    const editor = await join('editor');
    await expect(changeRole(admin.scope, { memberId: workspace.membershipId, role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changeRole(admin.scope, { memberId: editor.memberId, role: 'owner' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(removeMember(admin.scope, { memberId: workspace.membershipId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(invite(admin.scope, 'new@example.com', 'owner')).rejects.toMatchObject({ code: 'forbidden' });
    await changeRole(admin.scope, { memberId: editor.memberId, role: 'viewer' });
    await expect(changeRole(editor.scope, { memberId: admin.memberId, role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('remain: the last one can neither step down nor leave', async () => {
    await expect(changeRole(owner, { memberId: workspace.membershipId, role: 'admin' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(removeMember(owner, { memberId: workspace.membershipId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('remain also when the last two leave at the same moment', async () => {
    const second = await join('owner');
    const outcomes = await Promise.allSettled([
      removeMember(owner, { memberId: workspace.membershipId }),
      removeMember(second.scope, { memberId: second.memberId }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.membership.count({ where: { workspaceId: workspace.id, role: 'owner' } })).toBe(1);
  });

  it('do not keep others from leaving', async () => {
    const viewer = await join('viewer');
    await removeMember(viewer.scope, { memberId: viewer.memberId });
    expect((await listMembers(owner)).map((member) => member.userId)).toEqual([workspace.ownerId]);
    await expect(scopeForMember(db, viewer.userId, workspace.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an invitation', () => {
  it('brings a newcomer in, with name and password, and works once', async () => {
    const { link } = await invite(owner, ' New@Example.com ');
    expect(sent.at(-1)).toMatchObject({ to: 'new@example.com', link });
    const token = tokenIn(link);
    expect(await readInvitation(db, token)).toMatchObject({ email: 'new@example.com', role: 'editor', isNewPerson: true, workspaceSlug: workspace.slug });
    await expect(acceptInvitation(db, { token, name: 'New', password: 'short' })).rejects.toMatchObject({ code: 'invalid_input' });
    const { userId } = await acceptInvitation(db, { token, name: 'New', password: 'long enough' });
    expect((await listMembers(owner)).map((member) => [member.name, member.role])).toContainEqual(['New', 'editor']);
    await expect(acceptInvitation(db, { token, userId })).rejects.toMatchObject({ code: 'not_found' });
    expect(JSON.stringify(await db.invitation.findMany())).not.toContain(token);
  });

  it('asks someone who is here already to sign in, and is for nobody else', async () => {
    const known = await makeUser(db, { email: 'known@example.com' });
    const other = await makeUser(db);
    const token = tokenIn((await invite(owner, known.email)).link);
    await expect(acceptInvitation(db, { token })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(acceptInvitation(db, { token, name: 'Thief', password: 'long enough' })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(acceptInvitation(db, { token, userId: other.id })).rejects.toMatchObject({ code: 'forbidden' });
    await acceptInvitation(db, { token, userId: known.id });
    await expect(invite(owner, known.email)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is of no use once it was taken back, replaced or is over', async () => {
    const first = await invite(owner, 'late@example.com');
    const second = await invite(owner, 'late@example.com');
    await expect(readInvitation(db, tokenIn(first.link))).rejects.toMatchObject({ code: 'not_found' });
    expect((await listInvitations(owner)).map((invitation) => invitation.id)).toEqual([second.id]);
    await revokeInvitation(owner, { invitationId: second.id });
    await expect(readInvitation(db, tokenIn(second.link))).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeInvitation(owner, { invitationId: second.id })).rejects.toMatchObject({ code: 'not_found' });
    const third = await invite(owner, 'late@example.com');
    await db.invitation.updateMany({ where: { id: third.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    await expect(acceptInvitation(db, { token: tokenIn(third.link), name: 'Late', password: 'long enough' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a workspace', () => {
  it('is made with its owner under the same organisation, with an address of its own', async () => {
    const { id: userId } = await makeUser(db);
    const first = await createWorkspace(db, { userId, name: 'Café Luna!' });
    const second = await createWorkspace(db, { userId, name: 'Café  Luna' });
    expect(first.slug).toBe('cafe-luna');
    expect(second.slug).toMatch(/^cafe-luna-[0-9a-f]{6}$/);
    expect((await listMyWorkspaces(db, userId)).map(({ slug, role }) => [slug, role])).toEqual([
      [first.slug, 'owner'],
      [second.slug, 'owner'],
    ]);
    const organisations = await db.workspace.findMany({ where: { id: { in: [first.id, second.id] } }, select: { organisationId: true } });
    expect(new Set(organisations.map((row) => row.organisationId)).size).toBe(1);
    await expect(createWorkspace(db, { userId, name: '  ' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('keeps an account of who changed what', async () => {
    await renameWorkspace(owner, { name: 'Renamed' });
    const { items } = await listAuditEntries(owner, {});
    expect(items[0]).toMatchObject({ action: 'workspace.renamed', actorKind: 'member', after: { name: 'Renamed' }, before: { name: workspace.slug } });
    await expect(listAuditEntries((await join('editor')).scope, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
