import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealKeys } from '../../auth/seal';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices, testSecret } from '../../testing/services';
import { listProviders } from '../providers/list-providers';
import { createSecret } from '../secrets/create-secret';
import { secretText } from '../secrets/secret-text';
import { createSpeechEngine, getSpeechEngine } from '../speech-engines/speech-engines';
import { createWebhook } from '../webhooks/manage-webhooks';
import { findWebhook, openWebhook } from '../webhooks/webhook-rows';
import { deleteCredential } from './delete-credential';
import { listCredentials } from './list-credentials';
import { resealCredentials } from './reseal-credentials';
import { settingsOfWorkspace } from './settings-of-workspace';
import { testCredential } from './test-credential';
import { upsertCredential } from './upsert-credential';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
const made = makeServices();
const { services } = made;

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
});

const save = (settings: Record<string, string>, provider = 'scripted') => upsertCredential(workspace.scope, { provider, settings, ...services });
const opened = async (keys = services.sealKeys) => {
  const unreadable: string[] = [];
  const settings = await settingsOfWorkspace(workspace.scope, keys, (provider) => unreadable.push(provider));
  return { settings: Object.fromEntries(settings), unreadable };
};

describe('a credential', () => {
  it('is stored sealed and shown masked', async () => {
    const saved = await save({ apiKey: 'good-key-1234567', baseUrl: 'http://127.0.0.1:9000/v1' });
    expect(saved).toMatchObject({ provider: 'scripted', settings: { baseUrl: 'http://127.0.0.1:9000/v1' }, hints: { apiKey: '••••4567' } });
    expect(JSON.stringify(await listCredentials(workspace.scope))).not.toContain('good-key');
    const [row] = await db.providerCredential.findMany({ where: { workspaceId: workspace.id } });
    expect(Buffer.from(row?.sealed ?? []).includes('good-key')).toBe(false);
    expect(JSON.stringify(await db.auditEntry.findMany({ where: { workspaceId: workspace.id } }))).not.toContain('good-key');
    expect((await opened()).settings).toEqual({ scripted: { apiKey: 'good-key-1234567', baseUrl: 'http://127.0.0.1:9000/v1' } });
  });

  it('keeps a secret that is left out, and loses a setting that is emptied', async () => {
    await save({ apiKey: 'good-key-1234567', baseUrl: 'http://127.0.0.1:9000' });
    await save({ baseUrl: '' });
    expect((await opened()).settings).toEqual({ scripted: { apiKey: 'good-key-1234567' } });
    expect(await listCredentials(workspace.scope)).toHaveLength(1);
  });

  it.each([
    ['a required one missing', {}, 'settings.apiKey'],
    ['a required one emptied', { apiKey: ' ' }, 'settings.apiKey'],
    ['an address that is none', { apiKey: 'good-key-1', baseUrl: 'ftp://x' }, 'settings.baseUrl'],
    ['one the provider does not have', { apiKey: 'good-key-1', colour: 'red' }, 'settings.colour'],
  ])('is refused with %s', async (_, settings, path) => {
    await expect(save(settings)).rejects.toMatchObject({ code: 'invalid_input', path: path.split('.') });
  });

  it('is refused for providers that are unknown or take none', async () => {
    await expect(save({}, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(save({}, 'local')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('is tried with one call, and what came of it is kept until it is changed', async () => {
    const { id } = await save({ apiKey: 'bad' });
    expect(await testCredential(workspace.scope, { credentialId: id, ...services })).toEqual({ ok: false, detail: 'the key is refused' });
    await save({ apiKey: 'good-key-1234567' });
    expect((await listCredentials(workspace.scope))[0]?.lastCheck).toBeNull();
    expect((await testCredential(workspace.scope, { credentialId: id, ...services })).ok).toBe(true);
    expect((await listCredentials(workspace.scope))[0]?.lastCheck).toMatchObject({ ok: true, message: 'works' });
  });

  it('makes its provider ready for this workspace alone', async () => {
    const before = await listProviders(workspace.scope, services.catalogue);
    expect(before.map(({ name, configured }) => [name, configured])).toEqual([
      ['scripted', null],
      ['local', 'environment'],
    ]);
    const { id } = await save({ apiKey: 'good-key-1234567' });
    expect((await listProviders(workspace.scope, services.catalogue))[0]).toMatchObject({ configured: 'workspace', credentialId: id });
    expect((await listProviders((await makeWorkspace(db)).scope, services.catalogue))[0]?.configured).toBeNull();
    await deleteCredential(workspace.scope, { credentialId: id });
    expect((await opened()).settings).toEqual({});
  });
});

describe('a new secret of the installation', () => {
  const anew = 'another-secret-for-tests-that-is-long-enough-99';

  it('opens what the former sealed while that is known, seals it anew, and then needs it no more', async () => {
    await save({ apiKey: 'good-key-1234567' });
    const both = sealKeys(anew, [testSecret]);
    expect((await opened(both)).settings).toEqual({ scripted: { apiKey: 'good-key-1234567' } });
    expect(await opened(sealKeys(anew))).toEqual({ settings: {}, unreadable: ['scripted'] });

    const { resealed, unreadable } = await resealCredentials(db, both);
    expect(resealed).toBeGreaterThan(0);
    expect(unreadable).toBe(0);
    expect(await opened(sealKeys(anew))).toEqual({ settings: { scripted: { apiKey: 'good-key-1234567' } }, unreadable: [] });
    expect((await resealCredentials(db, both)).resealed).toBe(0);
  });

  it('opens and seals anew whatever else is kept: secrets, connections, webhooks, phone numbers, speech engines', async () => {
    const { scope } = workspace;
    const { sealKeys: former } = services;
    const secret = await createSecret(scope, { name: 'crm', value: 'a secret value', sealKeys: former });
    const webhook = await createWebhook(scope, { name: 'After calls', url: 'https://hooks.example/', sealKeys: former });
    const engine = await createSpeechEngine(scope, former, { config: {}, headers: { 'x-team': 'a' } });
    const both = sealKeys(anew, [testSecret]);
    expect((await resealCredentials(db, both)).unreadable).toBe(0);
    const now = sealKeys(anew);
    expect(await secretText(scope, now, secret.id)).toBe('a secret value');
    expect(openWebhook(now, await findWebhook(scope.db, webhook.webhookId)).secret).toBe(webhook.secret);
    expect((await getSpeechEngine(scope, now, engine.id)).headers).toEqual({ 'x-team': 'a' });
    expect(await resealCredentials(db, both)).toEqual({ resealed: 0, unreadable: 0 });
  });

  it('does not open a sealed value that was copied into another workspace', async () => {
    await save({ apiKey: 'good-key-1234567' });
    const [row] = await db.providerCredential.findMany({ where: { workspaceId: workspace.id } });
    workspace = await makeWorkspace(db);
    await save({ apiKey: 'good-key-7654321' });
    await db.providerCredential.updateMany({ where: { workspaceId: workspace.id }, data: { sealed: row?.sealed ?? new Uint8Array() } });
    expect(await opened()).toEqual({ settings: {}, unreadable: ['scripted'] });
  });
});
