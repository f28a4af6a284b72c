import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../../db/client';
import { createTestDatabase } from '../../../testing/database';
import { makeWorkspace } from '../../../testing/factories';
import { startRestServer } from '../../../testing/rest-server';
import { makeServices } from '../../../testing/services';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let rest: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const { apiKey } = await makeWorkspace(db);
  rest = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey, baseUrl: rest.url, environment: rest.url });
});

afterAll(async () => {
  await rest.close();
  await closeDatabase(db);
  await database.drop();
  made.remove();
});

test('the official client makes a secret, a tool that uses it and an agent that uses the tool, and sees who uses what', async () => {
  const { secrets, tools, agents } = client.conversationalAi;
  const secret = await secrets.create({ name: 'shop key', value: 'very-secret' });
  const tool = await tools.create({
    toolConfig: {
      type: 'webhook',
      name: 'get_order',
      description: 'Looks an order up.',
      apiSchema: {
        url: 'https://shop.example/orders/{order_id}',
        pathParamsSchema: { order_id: { type: 'string', description: 'Number of the order.' } },
        requestHeaders: { 'X-Key': { secretId: secret.secretId } },
      },
    },
  });
  expect(tool.toolConfig).toMatchObject({ type: 'webhook', name: 'get_order', responseTimeoutSecs: 20, apiSchema: { method: 'GET' } });
  expect((await tools.list({ search: 'order' })).tools.map(({ id }) => id)).toEqual([tool.id]);

  const agent = await agents.create({ conversationConfig: { agent: { prompt: { toolIds: [tool.id] } } } });
  expect((await tools.getDependentAgents(tool.id)).agents).toMatchObject([{ type: 'available', id: agent.agentId }]);
  await expect(tools.delete(tool.id)).rejects.toMatchObject({ statusCode: 409 });
  const listed = await secrets.list();
  expect(listed.secrets).toMatchObject([{ secretId: secret.secretId, name: 'shop key', usedBy: { tools: [{ id: tool.id }] } }]);
  expect(JSON.stringify(listed)).not.toContain('very-secret');
  await expect(secrets.delete(secret.secretId)).rejects.toMatchObject({ statusCode: 409 });

  const changed = await tools.update(tool.id, { toolConfig: { type: 'client', name: 'show_order', description: 'Shows it.', expectsResponse: true } });
  expect(changed.toolConfig).toMatchObject({ type: 'client', name: 'show_order', expectsResponse: true });
  await secrets.delete(secret.secretId);
  await tools.delete(tool.id, { force: true });
  await expect(tools.get(tool.id)).rejects.toMatchObject({ statusCode: 404 });
});

test('the official client registers an MCP server, approves a tool and overrides another', async () => {
  const { mcpServers } = client.conversationalAi;
  const { id } = await mcpServers.create({ config: { name: 'Shop', url: 'https://shop.example/mcp', transport: 'STREAMABLE_HTTP' } });
  expect((await mcpServers.get(id)).config).toMatchObject({ approvalPolicy: 'require_approval_all', responseTimeoutSecs: 30 });
  const approved = await mcpServers.toolApprovals.create(id, { toolName: 'look_up', toolDescription: 'Looks up.', approvalPolicy: 'auto_approved' });
  expect(approved.config.toolApprovalHashes).toMatchObject([{ toolName: 'look_up', approvalPolicy: 'auto_approved' }]);
  await mcpServers.toolConfigs.create(id, { toolName: 'buy', executionMode: 'post_tool_speech' });
  expect(await mcpServers.toolConfigs.get(id, 'buy')).toMatchObject({ toolName: 'buy', executionMode: 'post_tool_speech' });
  expect((await mcpServers.update(id, { approvalPolicy: 'require_approval_per_tool' })).config.approvalPolicy).toBe('require_approval_per_tool');
  expect((await mcpServers.list()).mcpServers.map((server) => server.id)).toEqual([id]);
  await mcpServers.delete(id);
  await expect(mcpServers.get(id)).rejects.toMatchObject({ statusCode: 404 });
});

test('the official client stores connections and environment variables', async () => {
  const connection = await client.workspace.authConnections.create({
    authType: 'basic_auth',
    name: 'Shop',
    provider: 'shop',
    username: 'ada',
    password: 'very-secret',
  });
  expect(connection).toMatchObject({ authType: 'basic_auth', username: 'ada', status: 'active' });
  expect(JSON.stringify(connection)).not.toContain('very-secret');
  const variable = await client.environmentVariables.create({
    type: 'auth_connection',
    label: 'shop',
    values: { production: { authConnectionId: connection.id } },
  });
  expect(variable).toMatchObject({ label: 'shop', type: 'auth_connection' });
  await expect(client.workspace.authConnections.delete(connection.id)).rejects.toMatchObject({ statusCode: 409 });
});
