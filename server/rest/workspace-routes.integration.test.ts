import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createGroup } from '../domain/groups/groups';
import { encodeWav } from '../lib/wav';
import { createTestDatabase } from '../testing/database';
import { makeMember, makeUser } from '../testing/factories';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();
const clientOf = (apiKey: string) => new ElevenLabsClient({ apiKey, baseUrl: server.url, maxRetries: 0 });

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  server = await startRestServer(db, made.services);
  client = clientOf(a.fullKey);
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

describe('members', () => {
  it('are listed, locked and unlocked, and get other roles', async () => {
    const person = await makeUser(db, { email: 'dora@example.com' });
    await makeMember(db, a.id, person.id, 'editor');
    await client.workspace.members.update({ email: 'dora@example.com', workspaceSeatType: 'workspace_lite_member', isLocked: true });
    const dora = (await client.workspace.members.list()).find(({ email }) => email === 'dora@example.com');
    expect(dora).toMatchObject({ seatType: 'workspace_lite_member', isLocked: true, isOwner: false });
    await client.workspace.members.update({ email: 'dora@example.com', isLocked: false });
    expect((await client.workspace.members.list()).find(({ userId }) => userId === person.id)?.isLocked).toBe(false);
  });

  it('cannot be taken from their owners by a key', async () => {
    const owner = await db.user.findUniqueOrThrow({ where: { id: a.ownerId } });
    await expect(client.workspace.members.update({ email: owner.email, isLocked: true })).rejects.toMatchObject({ statusCode: 403 });
    await expect(client.workspace.members.update({ email: owner.email, workspaceSeatType: 'workspace_member' })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('are invited by e-mail, several at once, and invitations are taken back', async () => {
    await client.workspace.invites.create({ email: 'new@example.com', seatType: 'workspace_member' });
    expect(made.sent.at(-1)).toMatchObject({ to: 'new@example.com' });
    await client.workspace.invites.createBatch({ emails: ['one@example.com', 'two@example.com'] });
    await client.workspace.invites.delete({ email: 'one@example.com' });
    await expect(client.workspace.invites.delete({ email: 'one@example.com' })).rejects.toMatchObject({ statusCode: 404 });
    expect(await db.invitation.count({ where: { workspaceId: a.id, email: { in: ['new@example.com', 'two@example.com'] }, revokedAt: null } })).toBe(2);
  });

  it('are nothing to a key that was not given them', async () => {
    await expect(clientOf(a.apiKey).workspace.members.list()).rejects.toMatchObject({ statusCode: 403 });
  });
});

describe('groups and sharing', () => {
  it('hold members, and things are shared with them', async () => {
    const group = await createGroup(a.scope, { name: 'Support' });
    await client.workspace.groups.members.add(group.id, { email: 'dora@example.com' });
    expect(await client.workspace.groups.search({ name: 'support' })).toMatchObject([{ membersEmails: ['dora@example.com'] }]);
    await client.workspace.resources.share(a.agentId, { resourceType: 'convai_agents', role: 'editor', groupId: group.id });
    const resource = await client.workspace.resources.get(a.agentId, { resourceType: 'convai_agents' });
    expect(resource.roleToGroupIds['editor']).toEqual([group.id]);
    expect(resource.resourceName).toBe('Agent');
    await client.workspace.resources.unshare(a.agentId, { resourceType: 'convai_agents', groupId: group.id });
    await expect(client.workspace.resources.unshare(a.agentId, { resourceType: 'convai_agents', groupId: group.id })).rejects.toMatchObject({
      statusCode: 404,
    });
    await client.workspace.groups.members.remove(group.id, { email: 'dora@example.com' });
    await expect(client.workspace.resources.share(a.agentId, { resourceType: 'songs', role: 'editor', groupId: group.id })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});

describe('service accounts', () => {
  it('have keys that do what they were given and no more', async () => {
    const created = await client.serviceAccounts.create({ name: 'Robot' });
    const accountId = created.serviceAccountUserId;
    const key = await client.serviceAccounts.apiKeys.create(accountId, { name: 'Reader', permissions: ['convai_read'] });
    const robot = clientOf(key.xiApiKey);
    expect((await robot.conversationalAi.agents.list()).agents.length).toBeGreaterThan(0);
    await expect(robot.conversationalAi.agents.create({ conversationConfig: {} })).rejects.toMatchObject({ statusCode: 403 });
    await expect(robot.serviceAccounts.create({ name: 'More' })).rejects.toMatchObject({ statusCode: 403 });

    const listed = (await client.serviceAccounts.apiKeys.list(accountId)).apiKeys;
    expect(listed).toMatchObject([{ name: 'Reader', permissions: ['convai_read'], isDisabled: false }]);
    expect(JSON.stringify(listed)).not.toContain(key.xiApiKey);

    await client.serviceAccounts.apiKeys.update(accountId, key.keyId, { isEnabled: false });
    await expect(robot.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 401 });
    await client.serviceAccounts.apiKeys.update(accountId, key.keyId, { isEnabled: true, allowedIps: ['203.0.113.1'] });
    await expect(robot.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 403 });
    await client.serviceAccounts.apiKeys.update(accountId, key.keyId, { allowedIps: 'clear', permissions: ['text_to_speech'], characterLimit: 3 });
    await robot.textToSpeech.convert('ada', { text: 'Hello', outputFormat: 'pcm_16000' }).then((stream) => stream.cancel());
    await client.serviceAccounts.apiKeys.delete(accountId, key.keyId);
    await expect(robot.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 401 });
  });

  it('cannot make a key that may do more than themselves', async () => {
    const { serviceAccountUserId: accountId } = await client.serviceAccounts.create({ name: 'Maker' });
    const { xiApiKey } = await client.serviceAccounts.apiKeys.create(accountId, { name: 'Maker', permissions: ['service_account_write'] });
    const maker = clientOf(xiApiKey);
    await expect(maker.serviceAccounts.apiKeys.create(accountId, { name: 'All', permissions: 'all' })).rejects.toMatchObject({ statusCode: 403 });
    expect((await maker.serviceAccounts.apiKeys.create(accountId, { name: 'Same', permissions: ['service_account_write'] })).keyId).toMatch(/^key_/);
  });
});

describe('settings', () => {
  it('are merged, and null clears', async () => {
    const before = await client.conversationalAi.settings.get();
    expect(before).toMatchObject({ canUseMcpServers: false, ragRetentionPeriodDays: 10 });
    await client.conversationalAi.settings.update({ canUseMcpServers: true, webhooks: { events: ['audio'], postCallWebhookId: 'wh_1' } });
    const after = await client.conversationalAi.settings.update({ webhooks: { sendAudio: true } });
    expect(after).toMatchObject({ canUseMcpServers: true, webhooks: { events: ['audio'], postCallWebhookId: 'wh_1', sendAudio: true } });
    await expect(client.conversationalAi.settings.update({ ragRetentionPeriodDays: 300 })).rejects.toMatchObject({ statusCode: 422 });
    expect(await clientOf(b.fullKey).conversationalAi.settings.get()).toMatchObject({ canUseMcpServers: false });
    const dashboard = await client.conversationalAi.dashboard.settings.update({ charts: [{ type: 'criteria', name: 'Polite', criteriaId: 'polite' }] });
    expect(dashboard.charts).toMatchObject([{ type: 'criteria', criteriaId: 'polite' }]);
  });
});

describe('files of an agent', () => {
  const png = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082',
    'hex',
  );

  it('are pictures and sounds by their content, and can be fetched by their address alone', async () => {
    const { avatarUrl } = await client.conversationalAi.agents.widget.avatar.create(a.agentId, { avatarFile: new Blob([png]) });
    const picture = await fetch(server.url + new URL(avatarUrl ?? '').pathname);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true);
    const agent = await client.conversationalAi.agents.get(a.agentId);
    expect(agent.platformSettings?.widget?.avatar).toMatchObject({ type: 'image', url: avatarUrl });
    const script = new Blob(['<svg onload="alert(1)"></svg>']);
    await expect(client.conversationalAi.agents.widget.avatar.create(a.agentId, { avatarFile: script })).rejects.toMatchObject({ statusCode: 422 });
  });

  it('sound while callers wait, until they are taken away', async () => {
    const wav = new Blob([Uint8Array.from(encodeWav(new Int16Array(16_000), { sampleRate: 16_000 }))]);
    const { holdAudio } = await client.conversationalAi.agents.holdAudio.create(a.agentId, { holdAudioFile: wav });
    expect(holdAudio.durationSecs).toBe(1);
    await client.conversationalAi.agents.holdAudio.delete(a.agentId);
    await expect(client.conversationalAi.agents.holdAudio.delete(a.agentId)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('belong to agents of the caller’s own workspace', async () => {
    await expect(client.conversationalAi.agents.widget.avatar.create(b.agentId, { avatarFile: new Blob([png]) })).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.conversationalAi.agents.holdAudio.create(b.agentId, { holdAudioFile: new Blob([png]) })).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('what models cost', () => {
  it('is estimated for those this workspace can run', async () => {
    const { llmPrices } = await client.conversationalAi.llmUsage.calculate({ promptLength: 1000, numberOfPages: 3, ragEnabled: true });
    expect(llmPrices).toContainEqual({ llm: 'local:model-1', pricePerMinute: 0, pricePerMessage: 0 });
    expect((await client.conversationalAi.agents.llmUsage.calculate(a.agentId, {})).llmPrices.length).toBeGreaterThan(0);
  });
});
