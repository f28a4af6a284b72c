import { readdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { apiKey, baseUrl, demoAgentId, socketUrl } from '../fixtures/agents';
import { startOutsideService } from '../fixtures/outside-service';
import { expect, test } from '../fixtures/signed-in';
import { converse } from '../fixtures/text-conversation';

// Each page there is, in both themes, on a desk and on a phone: axe finds nothing, nothing is wider than the screen, nothing fails when it is left.

const pagesFolder = path.resolve(import.meta.dirname, '../../app');
/** A folder that pictures of all of them go to, for looking at; `PARLEY_SCREENS=… npx playwright test every-page`. */
const pictures = process.env['PARLEY_SCREENS'];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Things {
  readonly agentId: string;
  readonly conversationId: string;
  readonly documentId: string;
  readonly toolId: string;
  readonly serverId: string;
  readonly webhookId: string;
  readonly testId: string;
  readonly testRunId: string;
  readonly liveId: string;
  readonly proposalId: string;
}

const editorTabs = [
  'workflow',
  'tools',
  'knowledge',
  'voice',
  'model',
  'hearing',
  'turns',
  'tests',
  'channels',
  'privacy',
  'limits',
  'branches',
  'versions',
  'json',
];

/** Where each page is seen; a page that is in no line of this fails the first test. */
const addresses: Readonly<Record<string, (things: Things) => readonly string[]>> = {
  '(dashboard)/w/[workspace]': () => ['/w/demo'],
  '(dashboard)/w/[workspace]/agents': () => ['/w/demo/agents'],
  '(dashboard)/w/[workspace]/agents/[agentId]': ({ agentId }) =>
    ['', ...editorTabs.map((tab) => `?tab=${tab}`)].map((query) => `/w/demo/agents/${agentId}${query}`),
  '(dashboard)/w/[workspace]/agents/[agentId]/proposals/[proposalId]': ({ agentId, proposalId }) => [`/w/demo/agents/${agentId}/proposals/${proposalId}`],
  '(dashboard)/w/[workspace]/analytics': () => [
    '/w/demo/analytics',
    '/w/demo/analytics?section=turn-taking',
    '/w/demo/analytics?section=cost&by=agent&compare=1',
  ],
  '(dashboard)/w/[workspace]/conversations': () => ['/w/demo/conversations'],
  '(dashboard)/w/[workspace]/conversations/[conversationId]': ({ conversationId }) => [`/w/demo/conversations/${conversationId}`],
  '(dashboard)/w/[workspace]/knowledge': () => ['/w/demo/knowledge'],
  '(dashboard)/w/[workspace]/knowledge/[documentId]': ({ documentId }) => [`/w/demo/knowledge/${documentId}`, `/w/demo/knowledge/${documentId}?tab=agents`],
  '(dashboard)/w/[workspace]/live': () => ['/w/demo/live'],
  '(dashboard)/w/[workspace]/live/[conversationId]': ({ liveId }) => [`/w/demo/live/${liveId}`],
  '(dashboard)/w/[workspace]/settings': () => [],
  ...Object.fromEntries(
    ['account', 'api-keys', 'audit-log', 'environment', 'members', 'privacy', 'providers', 'webhooks'].map((name) => [
      `(dashboard)/w/[workspace]/settings/${name}`,
      () => [`/w/demo/settings/${name}`],
    ]),
  ),
  '(dashboard)/w/[workspace]/settings/webhooks/[webhookId]': ({ webhookId }) => [`/w/demo/settings/webhooks/${webhookId}`],
  '(dashboard)/w/[workspace]/tests': () => ['/w/demo/tests', '/w/demo/tests?tab=runs'],
  '(dashboard)/w/[workspace]/tests/[testId]': ({ testId }) => [`/w/demo/tests/${testId}`],
  '(dashboard)/w/[workspace]/tests/runs/[testRunId]': ({ testRunId }) => [`/w/demo/tests/runs/${testRunId}`],
  '(dashboard)/w/[workspace]/tests/new': () => ['/w/demo/tests/new?kind=simulation', '/w/demo/tests/new?kind=tool'],
  '(dashboard)/w/[workspace]/tools': () => ['/w/demo/tools', '/w/demo/tools?tab=mcp', '/w/demo/tools?tab=secrets'],
  '(dashboard)/w/[workspace]/tools/[toolId]': ({ toolId }) => [`/w/demo/tools/${toolId}`],
  '(dashboard)/w/[workspace]/tools/mcp/[serverId]': ({ serverId }) => [`/w/demo/tools/mcp/${serverId}`],
  '(dashboard)/w/[workspace]/tools/new': () => ['/w/demo/tools/new?kind=webhook', '/w/demo/tools/new?kind=client'],
  // Leads elsewhere by whether one is signed in.
  '(public)': () => [],
  'talk/[agentId]': ({ agentId }) => [`/talk/${agentId}`],
  // Seen by tests of their own: signing in, the first start, links of others.
  '(auth)/invite/[token]': () => ['/invite/none'],
  '(auth)/sign-in': () => ['/sign-in'],
  '(auth)/sign-in/link': () => ['/sign-in/link?token=none'],
  'share/[token]': () => ['/share/none'],
  welcome: () => [],
  // Development only.
  design: () => [],
};

test('every page of the app is looked at', () => {
  const pages = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => path.dirname(file));
  expect(pages.sort()).toEqual(Object.keys(addresses).sort());
});

test('axe finds nothing on any page in either theme, and nothing is wider than a phone', async ({ ownerPage: page }) => {
  test.setTimeout(400_000);
  const service = await startOutsideService();
  const { things, tidy } = await makeOneOfEach(service.url);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  try {
    for (const address of Object.values(addresses).flatMap((of) => of(things))) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(address);
      await settled(page);
      problems.push(...(await violations(page, `${address} light`)));
      await picture(page, address, 'light-1440');
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveClass(/dark/);
      problems.push(...(await violations(page, `${address} dark`, ['color-contrast', 'link-in-text-block'])));
      await picture(page, address, 'dark-1440');
      await page.setViewportSize({ width: 390, height: 844 });
      await settled(page);
      problems.push(...(await violations(page, `${address} 390`, ['target-size', 'color-contrast', 'scrollable-region-focusable'])));
      await picture(page, address, 'dark-390');
      const surplus = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (surplus > 0) problems.push(`${address}: ${surplus} px wider than a phone`);
      // Leaving is where effects are cleaned up.
      const home = page.getByRole('link', { name: 'Parley' }).first();
      if (address.startsWith('/w/demo/') && (await home.isVisible())) {
        await home.click();
        await page.waitForURL('**/w/demo');
      }
    }
    expect(problems).toEqual([]);
  } finally {
    await tidy();
    await service.close();
  }
});

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('.animate-shimmer:visible')).toHaveCount(0);
}

async function picture(page: Page, address: string, look: string): Promise<void> {
  if (pictures === undefined) return;
  const name = address
    .replace(/[a-z]+_[0-9a-z]{20,}/gu, 'id')
    .replaceAll(/[^\w=-]+/gu, '-')
    .replace(/^-/u, '');
  await page.screenshot({ path: path.join(pictures, `${name}-${look}.png`) });
}

async function violations(page: Page, where: string, only?: readonly string[]): Promise<string[]> {
  const axe = only === undefined ? new AxeBuilder({ page }).withTags(rules) : new AxeBuilder({ page }).withRules([...only]);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** One of each thing that a page shows by its id, and a call that goes on until tidied up. */
async function makeOneOfEach(service: string): Promise<{ readonly things: Things; tidy(): Promise<void> }> {
  const { conversationalAi: api, webhooks } = new ElevenLabsClient({ apiKey: await apiKey('every page'), baseUrl: baseUrl() });
  const { agentId } = await api.agents.create({
    name: 'Seen from all sides',
    tags: ['front desk'],
    conversationConfig: {
      agent: {
        firstMessage: 'Hello {{name}}.',
        prompt: { prompt: '# Task\nAnswer {{name}}.' },
        dynamicVariables: { dynamic_variable_placeholders: { name: 'Ada' } },
      },
      conversation: { textOnly: true },
    },
  });
  const { versionId = '', mainBranchId = '' } = await api.agents.get(agentId);
  const { createdBranchId } = await api.agents.branches.create(agentId, { parentVersionId: versionId, name: 'Warmer', description: '' });
  await api.agents.update(agentId, { branchId: createdBranchId, conversationConfig: { agent: { firstMessage: 'Good day, {{name}}.' } } });
  const { createdMergeProposalId } = await api.agents.mergeProposals.create(agentId, {
    sourceBranchId: createdBranchId,
    targetBranchId: mainBranchId,
    title: 'Warmer greeting',
    description: 'People found the old one cold.',
  });
  await api.agents.mergeProposals.submitReview(agentId, createdMergeProposalId, { state: 'changes_requested', comment: 'Say who we are.' });
  const demo = await demoAgentId('luna');
  await converse(demo, ['What time do you open on Saturday?']);
  const document = await api.knowledgeBase.documents.createFromText({
    name: 'Hours',
    text: `# Hours\nWe open at nine. ${'Come in and sit down. '.repeat(40)}`,
  });
  const tool = await api.tools.create({
    toolConfig: { type: 'webhook', name: 'look_up', description: 'Looks things up', apiSchema: { url: `${service}/look-up` } },
  });
  const server = await api.mcpServers.create({ config: { name: 'Desk', url: `${service}/mcp`, transport: 'STREAMABLE_HTTP' } });
  const webhook = await webhooks.create({ settings: { authType: 'hmac', name: 'Seen', webhookUrl: `${service}/after` } });
  const testCase = await api.tests.create({
    type: 'llm',
    name: 'Says when it opens',
    chatHistory: [{ role: 'user', message: 'When do you open?', timeInCallSecs: 0 }],
    successCondition: 'Tells the hours.',
    successExamples: [{ response: 'At nine.', type: 'success' }],
    failureExamples: [{ response: 'No idea.', type: 'failure' }],
  });
  const { testRuns } = await api.agents.runTests(demo, { tests: [{ testId: testCase.id }] });
  const live = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${agentId}`);
  const liveId = await new Promise<string>((resolve, reject) => {
    live.on('open', () => live.send(JSON.stringify({ type: 'conversation_initiation_client_data' })));
    live.on('error', reject);
    live.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { conversation_initiation_metadata_event?: { conversation_id: string } };
      const id = frame.conversation_initiation_metadata_event?.conversation_id;
      if (id !== undefined) resolve(id);
    });
  });
  const { conversations } = await api.conversations.list({ agentId: demo });
  return {
    things: {
      agentId,
      conversationId: conversations[0]?.conversationId ?? '',
      documentId: document.id,
      toolId: tool.id,
      serverId: server.id,
      webhookId: webhook.webhookId,
      testId: testCase.id,
      testRunId: testRuns[0]?.testRunId ?? '',
      liveId,
      proposalId: createdMergeProposalId,
    },
    async tidy() {
      live.close(1000);
      await api.agents.delete(agentId);
    },
  };
}
