import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { Conversation } from '@elevenlabs/client';
import { expect, test } from '@playwright/test';
import { apiKey, baseUrl, demoAgentId } from '../fixtures/agents';

async function client(): Promise<ElevenLabsClient> {
  return new ElevenLabsClient({ apiKey: await apiKey('official SDK'), baseUrl: baseUrl() });
}

test('the official SDK lists and reads agents', async () => {
  const api = await client();
  const { agents } = await api.conversationalAi.agents.list();
  expect(agents.map((agent) => agent.name)).toEqual(expect.arrayContaining(['Café Luna']));
  const id = await demoAgentId('luna');
  const agent = await api.conversationalAi.agents.get(id);
  expect(agent.agentId).toBe(id);
  expect(agent.conversationConfig.agent?.language).toBe('en');
});

test('the official SDK makes, changes and deletes an agent', async () => {
  const api = await client();
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Made by the SDK',
    conversationConfig: { agent: { firstMessage: 'Hello from the SDK.', prompt: { prompt: 'The password of the day is tangerine.' } } },
  });
  const changed = await api.conversationalAi.agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'Hi again.' } } });
  expect(changed.conversationConfig.agent?.firstMessage).toBe('Hi again.');
  expect(changed.conversationConfig.agent?.prompt?.prompt).toContain('tangerine');
  await api.conversationalAi.agents.delete(agentId);
  await expect(api.conversationalAi.agents.get(agentId)).rejects.toMatchObject({ statusCode: 404 });
});

test('a wrong key is refused as the SDK expects', async () => {
  const api = new ElevenLabsClient({ apiKey: 'pk_wrong', baseUrl: baseUrl() });
  await expect(api.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 401 });
});

test('a private agent talks through a signed URL and nothing else, and its record can be read', async () => {
  const api = await client();
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Private agent',
    conversationConfig: { agent: { firstMessage: 'You found me.' }, conversation: { textOnly: true } },
    platformSettings: { auth: { enableAuth: true } },
  });
  const refused = Conversation.startSession({ agentId, textOnly: true, origin: baseUrl().replace(/^http/, 'ws') });
  await expect(refused).rejects.toThrow(/authorization/i);

  const { signedUrl } = await api.conversationalAi.conversations.getSignedUrl({ agentId });
  expect(signedUrl).toMatch(/^ws:\/\/127\.0\.0\.1/);
  const heard: string[] = [];
  const conversation = await Conversation.startSession({ signedUrl, textOnly: true, onMessage: ({ message }: { message: string }) => heard.push(message) });
  await expect.poll(() => heard).toContain('You found me.');
  const id = conversation.getId();
  await conversation.endSession();
  await expect.poll(async () => (await api.conversationalAi.conversations.get(id)).status, { timeout: 15_000 }).toBe('done');
  const record = await api.conversationalAi.conversations.get(id);
  expect(record.transcript.map((item) => item.message)).toEqual(['You found me.']);
  expect(record.metadata.authorizationMethod).toBe('signed_url');
  const { conversations } = await api.conversationalAi.conversations.list({ agentId });
  expect(conversations.find((listed) => listed.conversationId === id)?.status).toBe('done');
  await api.conversationalAi.agents.delete(agentId);
});
