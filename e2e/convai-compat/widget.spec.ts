import path from 'node:path';
import { type Browser, chromium, expect, test } from '@playwright/test';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl, demoAgentId } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { customersWebsite } from '../fixtures/customers-website';
import { loudness } from '../fixtures/wav';
import { findChromium } from '../../scripts/testing/find-chromium';

const embedded = (agentId: string) => `<elevenlabs-convai agent-id="${agentId}"></elevenlabs-convai><script src="${baseUrl()}/widget.js" async></script>`;

async function visitor(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

test('a page of another origin moves by the address of its script: the widget chats by text, and nothing goes elsewhere', async () => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('widget'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Widget',
    conversationConfig: {
      agent: { firstMessage: 'Hello from the widget.', prompt: { prompt: 'The password of the day is tangerine.' } },
      conversation: { textOnly: true },
    },
  });
  const website = await customersWebsite(embedded(agentId));
  const browser = await visitor();
  try {
    const page = await browser.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && origin !== baseUrl() && origin !== new URL(website.url).origin) foreign.push(request.url());
    });
    await page.goto(website.url);
    const widget = page.locator('elevenlabs-convai');
    await widget.getByRole('button').first().click();
    const input = widget.getByRole('textbox');
    await input.fill('What is the password of the day?');
    await input.press('Enter');
    await expect(widget.getByText(/tangerine/i)).toBeVisible({ timeout: 30_000 });
    expect(foreign).toEqual([]);
    const { conversations } = await api.conversationalAi.conversations.list({ agentId });
    expect(conversations).toHaveLength(1);
  } finally {
    await browser.close();
    await website.close();
    await api.conversationalAi.agents.delete(agentId);
  }
});

test('the widget talks by voice: its button starts a call, the agent hears the question and answers', async () => {
  test.setTimeout(180_000);
  const question = path.resolve(import.meta.dirname, '../audio/cafe-opening-hours.wav');
  const website = await customersWebsite(embedded(await demoAgentId('luna')));
  const caller = await callerWith(askedAgain(question), baseUrl());
  const api = new ElevenLabsClient({ apiKey: await apiKey('widget voice'), baseUrl: baseUrl() });
  const before = new Set((await api.conversationalAi.conversations.list({ pageSize: 100 })).conversations.map(({ conversationId }) => conversationId));
  try {
    await caller.page.goto(website.url);
    const widget = caller.page.locator('elevenlabs-convai');
    await widget.getByRole('button').first().click();
    await widget.getByRole('button', { name: /start a call/i }).click();
    const mine = async () =>
      (await api.conversationalAi.conversations.list({ pageSize: 100 })).conversations.find(({ conversationId }) => !before.has(conversationId));
    const said = async () => {
      const conversation = await mine();
      return conversation === undefined ? [] : (await api.conversationalAi.conversations.get(conversation.conversationId)).transcript;
    };
    await expect.poll(async () => (await said()).some(({ role, message }) => role === 'user' && /open/i.test(message ?? '')), { timeout: 90_000 }).toBe(true);
    await expect.poll(async () => (await said()).some(({ role, message }) => role === 'agent' && /nine/i.test(message ?? '')), { timeout: 60_000 }).toBe(true);
    expect(loudness(await caller.heard())).toBeGreaterThan(100);
  } finally {
    await caller.close();
    await website.close();
  }
});
