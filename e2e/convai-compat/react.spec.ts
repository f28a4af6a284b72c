import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { apiKey, baseUrl } from '../fixtures/agents';
import { customersWebsite } from '../fixtures/customers-website';

const app = `
  import { createElement as h, useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import { ConversationProvider, useConversation } from '@elevenlabs/react';

  function Talk() {
    const [said, setSaid] = useState([]);
    const conversation = useConversation({ onMessage: ({ source, message }) => setSaid((before) => [...before, source + ': ' + message]) });
    return h('main', null,
      h('p', { id: 'status' }, conversation.status),
      h('button', { onClick: () => conversation.startSession({ signedUrl: window.signedUrl, textOnly: true }) }, 'Start'),
      h('button', { onClick: () => conversation.sendUserMessage('What is the password of the day?') }, 'Ask'),
      h('button', { onClick: () => conversation.endSession() }, 'End'),
      h('ul', null, said.map((line, i) => h('li', { key: i }, line))));
  }
  createRoot(document.getElementById('root')).render(h(ConversationProvider, null, h(Talk)));
`;

test('the official React hooks hold a conversation by signed URL', async ({ page }) => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('react'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'React',
    conversationConfig: {
      agent: { firstMessage: 'Hello from React.', prompt: { prompt: 'The password of the day is tangerine.' } },
      conversation: { textOnly: true },
    },
    platformSettings: { auth: { enableAuth: true } },
  });
  const website = await customersWebsite('<div id="root"></div>');
  try {
    const bundle = await build({
      stdin: { contents: app, resolveDir: path.resolve(import.meta.dirname, '../..') },
      bundle: true,
      write: false,
      format: 'iife',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    const { signedUrl } = await api.conversationalAi.conversations.getSignedUrl({ agentId });
    await page.goto(website.url);
    await page.evaluate((url) => Object.assign(globalThis, { signedUrl: url }), signedUrl);
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
    await page.getByRole('button', { name: 'Start' }).click();
    await expect(page.locator('#status')).toHaveText('connected', { timeout: 20_000 });
    await expect(page.getByText('ai: Hello from React.')).toBeVisible();
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect(page.getByText(/ai: .*tangerine/i)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'End' }).click();
    await expect(page.locator('#status')).toHaveText('disconnected');
  } finally {
    await website.close();
    await api.conversationalAi.agents.delete(agentId);
  }
});
