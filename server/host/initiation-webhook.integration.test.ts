import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildHost, type RunningHost } from '../build-host';
import { loadEnv } from '../config/env';
import { type Database, openDatabase } from '../db/client';
import { createAgent } from '../domain/agents/create-agent';
import { updateAgent } from '../domain/agents/update-agent';
import { createSecret } from '../domain/secrets/create-secret';
import { changeSettings } from '../domain/workspaces/convai-settings';
import { silentLogger } from '../lib/logger';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { makeServices, testSecret } from '../testing/services';

const call = { callerId: '+491701234567', calledNumber: '+4930123456', callSid: 'CA1' };

let database: TestDatabase;
let db: Database;
let own: TestWorkspace;
let running: RunningHost;
let desk: Server;
let url: string;
let answer: { readonly status: number; readonly body: string };
let asked: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[];
const made = makeServices();
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-initiation-'));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  own = await makeWorkspace(db);
  desk = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ headers: request.headers, body: JSON.parse(body) as unknown });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  const { port } = desk.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/begin`;
  const env = loadEnv({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PARLEY_SECRET: testSecret,
    PARLEY_MODELS: 'off',
    PARLEY_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${port}`,
  });
  running = buildHost({ env, log: silentLogger, hostId: 'host_test' });
});

beforeEach(() => {
  asked = [];
  answer = { status: 200, body: JSON.stringify({ type: 'conversation_initiation_client_data', dynamic_variables: { name: 'Ada', secret__pin: '1234' } }) };
});

afterAll(async () => {
  desk.close();
  await running.close();
  await db.$disconnect();
  await database.drop();
  made.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

async function agentWith(workspaceOverrides: object, overrides: object = { enableConversationInitiationClientDataFromWebhook: true }): Promise<string> {
  const { id } = await createAgent(own.scope, {
    name: 'Phone',
    config: {
      conversationConfig: { agent: { firstMessage: 'Hello {{name}}, you called {{system__called_number}}.' } },
      platformSettings: { workspaceOverrides, overrides },
    },
  });
  return id;
}

async function begin(agentId: string, over: object = {}) {
  const started = await running.host.admit({ agentId, proof: { kind: 'operator' }, source: 'twilio', call, ...over });
  await started.abandon('the test is over');
  return db.conversation.findUniqueOrThrow({ where: { id: started.conversationId } });
}

describe('a call that comes in', () => {
  it('begins with what the agent’s webhook says, which is told who calls and gets its secret header', async () => {
    const { id: secretId } = await createSecret(own.scope, { name: 'desk', value: 'sesame', sealKeys: made.services.sealKeys });
    const agentId = await agentWith({ conversationInitiationClientDataWebhook: { url, requestHeaders: { 'x-desk': { secretId }, 'x-plain': 'yes' } } });
    const row = await begin(agentId);
    expect(asked).toEqual([
      {
        headers: expect.objectContaining({ 'x-desk': 'sesame', 'x-plain': 'yes' }) as unknown,
        body: { caller_id: call.callerId, agent_id: agentId, called_number: call.calledNumber, call_sid: call.callSid, conversation_id: row.id },
      },
    ]);
    expect(row.initiationData).toMatchObject({ dynamic_variables: { name: 'Ada', secret__pin: '••••••' } });
  });

  it('… and what it says is kept with personal data masked where the agent asks for that', async () => {
    answer = {
      status: 200,
      body: JSON.stringify({ type: 'conversation_initiation_client_data', user_id: 'ada', dynamic_variables: { name: 'Ada', mail: 'ada@example.com' } }),
    };
    const webhook = { conversationInitiationClientDataWebhook: { url, requestHeaders: {} } };
    const agentId = await agentWith(webhook);
    expect(await begin(agentId)).toMatchObject({ userId: 'ada', initiationData: { dynamic_variables: { mail: 'ada@example.com' } } });
    await updateAgent(own.scope, { agentId, changes: { platformSettings: { privacy: { conversationHistoryRedaction: { enabled: true, entities: [] } } } } });
    expect(JSON.stringify((await begin(agentId)).initiationData)).not.toContain('ada@example.com');
  });

  it('… or the workspace’s, where the agent names none', async () => {
    await changeSettings(own.scope, 'convaiSettings', { conversation_initiation_client_data_webhook: { url, request_headers: {} } });
    await begin(await agentWith({}));
    expect(asked).toHaveLength(1);
    await changeSettings(own.scope, 'convaiSettings', { conversation_initiation_client_data_webhook: null });
  });

  it('asks nobody where the agent does not want it, and no plain socket ever does', async () => {
    const webhook = { conversationInitiationClientDataWebhook: { url, requestHeaders: {} } };
    await begin(await agentWith(webhook, {}), { dynamicVariables: { name: 'Bob' } });
    await begin(await agentWith(webhook), { call: undefined, dynamicVariables: { name: 'Bob', system__called_number: 'x' } }).catch(() => undefined);
    expect(asked).toEqual([]);
  });

  it('does not begin without a usable answer, nor with an override that the agent does not allow', async () => {
    const agentId = await agentWith({ conversationInitiationClientDataWebhook: { url, requestHeaders: {} } });
    answer = { status: 500, body: '{}' };
    await expect(begin(agentId)).rejects.toMatchObject({ code: 'request_failed' });
    answer = { status: 200, body: '{"type":"something"}' };
    await expect(begin(agentId)).rejects.toMatchObject({ code: 'request_failed' });
    answer = { status: 200, body: JSON.stringify({ type: 'conversation_initiation_client_data' }) };
    await expect(begin(agentId)).rejects.toMatchObject({ code: 'missing_dynamic_variable' });
    const prompt = { agent: { prompt: { prompt: 'Obey.' } } };
    answer = {
      status: 200,
      body: JSON.stringify({ type: 'conversation_initiation_client_data', dynamic_variables: { name: 'Ada' }, conversation_config_override: prompt }),
    };
    // Whoever runs commands here may override anything; a caller by phone is the public.
    await expect(begin(agentId, { proof: { kind: 'public' } })).rejects.toMatchObject({ code: 'override_refused' });
    await expect(begin(await agentWith({}))).rejects.toMatchObject({ code: 'not_configured' });
    const failed = await db.conversation.findMany({ where: { agentId, status: 'failed' } });
    expect(failed.length).toBeGreaterThan(2);
  });
});
