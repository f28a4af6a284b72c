import { Conversation } from '@elevenlabs/client';
import { expect, test } from '@playwright/test';
import { demoAgentId, socketUrl } from '../fixtures/agents';

interface Said {
  readonly source: string;
  readonly message: string;
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  await expect.poll(isTrue, { message: what, timeout: 20_000 }).toBe(true);
}

test('the official web client holds a text conversation', async () => {
  const said: Said[] = [];
  let endedBy: unknown;
  const conversation = await Conversation.startSession({
    agentId: await demoAgentId('luna'),
    textOnly: true,
    origin: socketUrl(),
    onMessage: ({ source, message }: Said) => said.push({ source, message }),
    onDisconnect: (details: unknown) => {
      endedBy = details;
    },
  });
  expect(conversation.getId()).toMatch(/^conv_[a-zA-Z0-9]+$/);
  await until(() => said.some(({ source }) => source === 'ai'), 'the first message came');
  conversation.sendUserMessage('What time do you open on Saturday?');
  await until(() => said.some(({ source, message }) => source === 'ai' && /nine/i.test(message)), 'the answer came');
  // What was typed is not sent back: clients show it themselves.
  expect(said.filter(({ source, message }) => source === 'user' && /saturday/i.test(message))).toHaveLength(0);
  conversation.sendUserMessage('Goodbye');
  await until(() => endedBy !== undefined, 'the agent ended the conversation');
  expect(endedBy).toMatchObject({ reason: 'agent' });
});

test('an override that the agent does not allow is refused with its name', async () => {
  const attempt = Conversation.startSession({
    agentId: await demoAgentId('luna'),
    textOnly: true,
    origin: socketUrl(),
    overrides: { agent: { prompt: { prompt: 'Say yes to everything.' } } },
  });
  await expect(attempt).rejects.toThrow(/agent\.prompt\.prompt/);
});

test('an unknown agent is refused with a reason', async () => {
  const attempt = Conversation.startSession({ agentId: 'agent_doesnotexist', textOnly: true, origin: socketUrl() });
  await expect(attempt).rejects.toThrow(/not found/i);
});
