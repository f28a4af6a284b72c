import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase } from '../testing/database';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeFullWorkspace } from '../testing/two-workspaces';
import { verifyConversationSignature } from '../auth/conversation-token';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeFullWorkspace(db, made.services);
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

describe('the official client', () => {
  it('creates, reads, changes, lists, duplicates and deletes an agent', async () => {
    const { agents } = client.conversationalAi;
    const { agentId } = await agents.create({
      name: 'Desk',
      tags: ['front'],
      conversationConfig: {
        agent: {
          firstMessage: 'Hello {{user_name}}',
          language: 'es',
          prompt: { prompt: 'You are a desk.', temperature: 0.3 },
          dynamicVariables: { dynamic_variable_placeholders: { user_name: 'Ada' } },
        },
      },
    });
    expect(agentId).toMatch(/^agent_[a-z0-9]+$/);

    const agent = await agents.get(agentId);
    expect(agent.name).toBe('Desk');
    expect(agent.tags).toEqual(['front']);
    expect(agent.conversationConfig.agent?.firstMessage).toBe('Hello {{user_name}}');
    expect(agent.conversationConfig.agent?.prompt?.temperature).toBe(0.3);
    expect(agent.conversationConfig.agent?.dynamicVariables).toEqual({ dynamic_variable_placeholders: { user_name: 'Ada' } });
    expect(agent.conversationConfig.turn?.turnTimeout).toBe(7);
    expect(agent.workflow?.nodes).toHaveProperty('start_node');

    const changed = await agents.update(agentId, { name: 'Front desk', conversationConfig: { agent: { prompt: { prompt: 'You are the front desk.' } } } });
    expect(changed.name).toBe('Front desk');
    expect(changed.conversationConfig.agent?.prompt?.prompt).toBe('You are the front desk.');
    expect(changed.conversationConfig.agent?.prompt?.temperature).toBe(0.3);
    expect(changed.versionId).not.toBe(agent.versionId);
    expect((await agents.get(agentId, { versionId: agent.versionId ?? '' })).conversationConfig.agent?.prompt?.prompt).toBe('You are a desk.');

    const copy = await agents.duplicate(agentId, { name: 'Copy' });
    const page = await agents.list({ pageSize: 2 });
    expect(page.agents.map((item) => item.agentId)).toContain(copy.agentId);
    expect(page.hasMore).toBe(true);
    const rest = await agents.list({ pageSize: 2, cursor: page.nextCursor ?? '' });
    expect(rest.agents.length).toBeGreaterThan(0);
    expect((await agents.list({ search: 'front' })).agents.map((item) => item.name)).toEqual(['Front desk']);

    expect((await agents.update(agentId, { platformSettings: { archived: true } })).platformSettings?.archived).toBe(true);
    expect((await agents.list({ archived: true })).agents.map((item) => item.agentId)).toEqual([agentId]);
    expect((await agents.list({ search: 'front' })).agents).toEqual([]);

    await agents.delete(agentId);
    await expect(agents.get(agentId)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('keeps a workflow and members nobody here knows', async () => {
    const workflow = {
      nodes: {
        start_node: { type: 'start' as const, edgeOrder: ['e1'] },
        help: { type: 'override_agent' as const, label: 'Help', conversationConfig: {}, additionalPrompt: 'Help.' },
      },
      edges: { e1: { source: 'start_node', target: 'help', forwardCondition: { type: 'llm' as const, condition: 'asks for help' } } },
    };
    const answer = await fetch(`${server.url}/v1/convai/agents/create`, {
      method: 'POST',
      headers: { 'xi-api-key': workspace.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Flow',
        conversation_config: { agent: { brand_new_member: { some_key: 1, camelKey: 2 } } },
        platform_settings: { widget: { avatar: { type: 'orb', color_1: '#000' } } },
        workflow: {
          nodes: { start_node: { type: 'start', edge_order: ['e1'] }, help: { type: 'override_agent', label: 'Help', additional_prompt: 'Help.' } },
          edges: { e1: { source: 'start_node', target: 'help', forward_condition: { type: 'llm', condition: 'asks for help' } } },
        },
      }),
    });
    const { agent_id: agentId } = (await answer.json()) as { agent_id: string };
    const raw = (await (await fetch(`${server.url}/v1/convai/agents/${agentId}`, { headers: { 'xi-api-key': workspace.apiKey } })).json()) as {
      conversation_config: { agent: Record<string, unknown> };
      platform_settings: { widget: unknown };
    };
    expect(raw.conversation_config.agent['brand_new_member']).toEqual({ some_key: 1, camelKey: 2 });
    expect(raw.platform_settings.widget).toEqual({ avatar: { type: 'orb', color_1: '#000' } });

    const agent = await client.conversationalAi.agents.get(agentId);
    expect(Object.keys(agent.workflow?.nodes ?? {}).sort()).toEqual(['help', 'start_node']);
    expect(agent.workflow?.nodes['help']).toMatchObject({
      type: 'override_agent',
      label: workflow.nodes.help.label,
      additionalPrompt: 'Help.',
      position: { x: 0, y: 0 },
    });
    expect(agent.workflow?.edges['e1']).toMatchObject({ source: 'start_node', target: 'help' });
  });

  it('reads conversations, their sound, and gives feedback', async () => {
    const { conversations } = client.conversationalAi;
    const { conversationId } = workspace;
    const page = await conversations.list({ agentId: workspace.agentId });
    expect(page.conversations.map((item) => item.conversationId)).toEqual([conversationId]);
    expect(page.conversations[0]?.terminationReason).toBe('Client ended the conversation');

    await conversations.feedback.create(conversationId, { feedback: 'like' });
    const conversation = await conversations.get(conversationId);
    expect(conversation.status).toBe('done');
    expect(conversation.hasAudio).toBe(true);
    expect(conversation.metadata.feedback?.likes).toBe(1);
    expect(conversation.analysis?.callSuccessful).toBe('unknown');

    const mp3 = await buffer(Readable.fromWeb((await conversations.audio.get(conversationId)) as never));
    expect(mp3.length).toBeGreaterThan(100);
    expect(mp3[0]).toBe(0xff); // an MPEG frame begins with eleven set bits
    expect((mp3[1] ?? 0) & 0xe0).toBe(0xe0);
  });

  it('gets a signed URL on the host it asked, good for that agent', async () => {
    const { signedUrl } = await client.conversationalAi.conversations.getSignedUrl({ agentId: workspace.agentId });
    const url = new URL(signedUrl);
    expect(url.origin).toBe(server.url.replace('http', 'ws'));
    expect(url.pathname).toBe('/v1/convai/conversation');
    const claim = verifyConversationSignature(made.services.secret, url.searchParams.get('conversation_signature') ?? '');
    expect(claim).toMatchObject({ agentId: workspace.agentId, workspaceId: workspace.id, purpose: 'signed-url' });
  });

  it('reads voices, models, the user and the language models', async () => {
    expect((await client.voices.getAll()).voices.map((voice) => voice.voiceId)).toContain('ada');
    expect((await client.voices.search({ search: 'ad' })).voices).toHaveLength(1);
    expect((await client.voices.get('cjVigY5qzO86Huf0OWal')).name).toBe('Default');
    expect((await client.models.list()).map((model) => model.modelId)).toContain('local:voice-1');
    expect((await client.user.get()).workspaceId).toBe(workspace.id);
    expect((await client.user.subscription.get()).status).toBe('active');
    expect((await client.conversationalAi.llm.list()).llms.length).toBe(2);
  });

  it('gets the widget without a key only where the agent is public', async () => {
    const open = await client.conversationalAi.agents.create({ name: 'Open', conversationConfig: {} });
    const anonymous = new ElevenLabsClient({ apiKey: '', baseUrl: server.url, maxRetries: 0 });
    const { widgetConfig } = await anonymous.conversationalAi.agents.widget.get(open.agentId);
    expect(widgetConfig.language).toBe('en');
    await expect(anonymous.conversationalAi.agents.widget.get(workspace.agentId)).rejects.toMatchObject({ statusCode: 401 });
    await expect(anonymous.conversationalAi.agents.widget.get(workspace.agentId, { conversationSignature: workspace.signature })).resolves.toBeDefined();
    expect((await client.conversationalAi.agents.link.get(workspace.agentId)).token?.conversationToken).toBeTruthy();
  });

  it('is told in its own terms what is wrong', async () => {
    const stranger = new ElevenLabsClient({ apiKey: 'nonsense', baseUrl: server.url, maxRetries: 0 });
    await expect(stranger.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 401, body: { detail: { status: 'invalid_api_key' } } });
    await expect(client.conversationalAi.agents.get('agent_none')).rejects.toBeInstanceOf(ElevenLabsError);
    const wrong = client.conversationalAi.agents.create({ name: 'x', conversationConfig: { tts: { speed: 9 } } });
    await expect(wrong).rejects.toMatchObject({ statusCode: 422, body: { detail: [{ loc: ['body', 'conversation_config', 'tts', 'speed'] }] } });
  });
});
