import { type Browser, chromium, expect, test } from '@playwright/test';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { customersWebsite } from '../fixtures/customers-website';
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
