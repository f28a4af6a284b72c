import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../contracts/agent-config';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createSecret } from '../domain/secrets/create-secret';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { makeServices, testSecret } from '../testing/services';
import { customLlmOf } from './choose-providers';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const customLlm = (custom: object, scope = workspace.scope) =>
  customLlmOf({
    scope,
    config: parseAgentConfig({ conversationConfig: { agent: { prompt: { customLlm: { url: 'https://llm.example/v1', ...custom } } } } } as never),
    secret: testSecret,
    previousSecrets: [],
  });

describe('a custom model', () => {
  it('gets its key and headers from the workspace’s secrets', async () => {
    const { id } = await createSecret(workspace.scope, { name: 'llm', value: 'a-secret-key', sealKeys: made.services.sealKeys });
    expect(await customLlm({ modelId: 'mine', apiKey: { secretId: id }, requestHeaders: { 'x-team': 'a', 'x-token': { secretId: id } } })).toEqual({
      url: 'https://llm.example/v1',
      modelId: 'mine',
      apiKey: 'a-secret-key',
      headers: { 'x-team': 'a', 'x-token': 'a-secret-key' },
    });
    const other = await makeWorkspace(db);
    await expect(customLlm({ apiKey: { secretId: id } }, other.scope)).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('without a key has none, and a secret that is gone is told', async () => {
    expect(await customLlm({})).toEqual({ url: 'https://llm.example/v1' });
    await expect(customLlm({ apiKey: { secretId: 'secret_none' } })).rejects.toMatchObject({ code: 'not_configured' });
  });
});
