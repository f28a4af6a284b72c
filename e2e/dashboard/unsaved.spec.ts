import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { apiKey, baseUrl } from '../fixtures/agents';
import { refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

const api = async () => new ElevenLabsClient({ apiKey: await apiKey('unsaved'), baseUrl: baseUrl() }).conversationalAi;

test('a document as JSON, a note, tags and shares of an agent outlive a reload', async ({ ownerPage: page }) => {
  test.setTimeout(120_000);
  const { agents } = await api();
  const { agentId } = await agents.create({
    name: `Unsaved ${Date.now()}`,
    conversationConfig: { agent: { firstMessage: 'Hello.', prompt: { prompt: 'Be kind.' } } },
  });
  const { versionId = '' } = await agents.get(agentId);
  await agents.branches.create(agentId, { parentVersionId: versionId, name: 'Warmer', description: '' });
  try {
    const json = page.getByRole('textbox', { name: 'Document' });
    await open(page, `/w/demo/agents/${agentId}?tab=json`);
    const written = (await json.inputValue()).replace('"Be kind."', '"Be brief.",');
    await json.fill(written);
    await page.reload();
    await expect(json).toHaveValue(written);
    await expect(restored(page)).toBeVisible();
    // Somebody saves meanwhile; what is typed here does not undo it.
    await agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'Welcome.' } } });
    await expect(page.getByText('The document has changed since you began to write.')).toBeVisible();
    await expect(json).toHaveValue(written);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Take into the draft' }).click();
    await expect(page.getByText(/^Line \d+/)).toBeVisible();
    await json.fill(written.replace('"Be brief.",', '"Be brief."'));
    await page.getByRole('button', { name: 'Take into the draft' }).click();
    await expect(json).toHaveValue(/"Welcome\."/);
    await expect(json).toHaveValue(/"Be brief\."/);
    await expect(page.getByText('The document has changed since you began to write.')).toHaveCount(0);

    const note = page.getByRole('dialog').getByRole('textbox', { name: 'What changed, in your words' });
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await note.fill('Shorter, please');
    await page.reload();
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(note).toHaveValue('Shorter, please');
    await page.getByRole('dialog').getByRole('button', { name: 'Save as version 3' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const { conversationConfig } = await agents.get(agentId);
    expect([conversationConfig.agent?.firstMessage, conversationConfig.agent?.prompt?.prompt]).toEqual(['Welcome.', 'Be brief.']);

    await open(page, `/w/demo/agents/${agentId}?tab=branches`);
    const warmer = page.getByRole('textbox', { name: 'Warmer' });
    await warmer.fill('30');
    await page.getByRole('textbox', { name: 'Main' }).fill('70');
    await page.reload();
    await expect(warmer).toHaveValue('30');
    await expect(restored(page)).toBeVisible();
    await page.getByRole('button', { name: 'Split like this' }).click();
    await expect(restored(page)).toHaveCount(0);
    await expect
      .poll(async () => (await agents.branches.list(agentId)).results.map(({ currentLivePercentage }) => currentLivePercentage).toSorted())
      .toEqual([30, 70]);

    const tags = page.getByRole('dialog').getByRole('textbox', { name: 'Tags' });
    const openTags = async () => {
      await page.getByRole('button', { name: /^Actions for/ }).click();
      await page.getByRole('menuitem', { name: 'Tags…' }).click();
    };
    await openTags();
    await tags.fill('support\nnights');
    await page.reload();
    await openTags();
    await expect(tags).toHaveValue('support\nnights');
    await refuse(page, 'agents.update');
    await page.getByRole('button', { name: 'Save tags' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    await expect(tags).toHaveValue('support\nnights');
  } finally {
    await agents.delete(agentId);
  }
});

test('which branches are to be merged and which side was chosen outlive a reload', async ({ ownerPage: page }) => {
  test.setTimeout(120_000);
  const { agents } = await api();
  const { agentId } = await agents.create({ name: `Proposed ${Date.now()}`, conversationConfig: { agent: { firstMessage: 'Hello.' } } });
  const { versionId = '', mainBranchId = '' } = await agents.get(agentId);
  const branch = async (name: string) => (await agents.branches.create(agentId, { parentVersionId: versionId, name, description: '' })).createdBranchId;
  const [warmer, colder] = [await branch('Warmer'), await branch('Colder')];
  await agents.update(agentId, { branchId: warmer, conversationConfig: { agent: { firstMessage: 'Good day.' } } });
  await agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'Welcome.' } } });
  try {
    const dialog = page.getByRole('dialog', { name: 'Propose a merge' });
    const target = dialog.getByRole('combobox', { name: 'Merge into' });
    const openDialog = async () => {
      await open(page, `/w/demo/agents/${agentId}?tab=branches`);
      await page.getByRole('button', { name: 'Propose Warmer' }).click();
    };
    await openDialog();
    await target.click();
    await page.getByRole('option', { name: 'Colder' }).click();
    await openDialog();
    await expect(target).toHaveText('Colder');
    await expect(restored(page)).toBeVisible();
    // A branch that is archived meanwhile is no target any more.
    await agents.branches.update(agentId, colder, { isArchived: true });
    await openDialog();
    await expect(target).toHaveText('Main');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Warmer greeting');
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Warmer greeting' })).toBeVisible();

    await page.getByRole('radio', { name: 'Take Warmer' }).click();
    await page.getByRole('switch', { name: 'Archive Warmer afterwards' }).click();
    await page.reload();
    await expect(page.getByRole('radio', { name: 'Take Warmer' })).toBeChecked();
    await expect(page.getByRole('switch', { name: 'Archive Warmer afterwards' })).toBeChecked();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(page.getByText(/merged it as version 3/)).toBeVisible();
    expect((await agents.get(agentId, { branchId: mainBranchId })).conversationConfig.agent?.firstMessage).toBe('Good day.');
    expect(await page.evaluate(() => Object.keys(window.localStorage).filter((name) => /merge|propos/.test(name)))).toEqual([]);
  } finally {
    await agents.delete(agentId);
  }
});

test('whom after-call events go to outlives a reload and a refusal', async ({ ownerPage: page }) => {
  const name = `After calls ${Date.now()}`;
  await open(page, '/w/demo/settings/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Address' }).fill('https://example.com/calls');
  await page.getByRole('dialog').getByRole('switch').first().click();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'I have copied it' }).click();

  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'After every call' }) });
  const webhook = section.getByRole('combobox');
  const audio = section.getByRole('switch').nth(1);
  await webhook.click();
  await page.getByRole('option', { name }).click();
  await audio.click();
  await page.reload();
  await expect(webhook).toHaveText(name);
  await expect(audio).toBeChecked();
  await expect(restored(page)).toBeVisible();
  await expectAccessible(page);
  const refused = await refuse(page, 'webhooks.setAfterCalls');
  await section.getByRole('button', { name: 'Save' }).click();
  await expect(section.getByRole('alert')).toBeVisible();
  await expect(webhook).toHaveText(name);
  await section.getByRole('button', { name: 'Discard' }).click();
  await expect(webhook).not.toHaveText(name);
  await webhook.click();
  await page.getByRole('option', { name }).click();
  await refused.stop();
  await section.getByRole('button', { name: 'Save' }).click();
  await nothingKept(page, 'after-calls');
  await page.reload();
  await expect(webhook).toHaveText(name);
  await expect(restored(page)).toHaveCount(0);

  await webhook.click();
  await page.getByRole('option', { name: 'Nobody' }).click();
  await section.getByRole('button', { name: 'Save' }).click();
  await nothingKept(page, 'after-calls');
});

test('a text of the knowledge base outlives a reload, and says when somebody else has changed it', async ({ ownerPage: page }) => {
  const { knowledgeBase } = await api();
  const { id } = await knowledgeBase.documents.createFromText({ name: `Hours ${Date.now()}`, text: 'We open at nine.' });
  const text = page.getByRole('textbox', { name: 'Text' });
  await open(page, `/w/demo/knowledge/${id}?tab=text`);
  await text.fill('We open at ten.');
  await page.reload();
  await expect(text).toHaveValue('We open at ten.');
  await expect(restored(page)).toBeVisible();
  await knowledgeBase.documents.update(id, { content: 'We open at eight.' });
  await page.reload();
  await expect(page.getByText('This text was changed by somebody else while you were writing.')).toBeVisible();
  await expect(text).toHaveValue('We open at ten.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(text).toHaveValue('We open at eight.');
  await knowledgeBase.documents.delete(id, { force: true });
});

test('a tool that is no tool yet, what it is tried with, and a name outlive a reload', async ({ ownerPage: page }) => {
  const { tools } = await api();
  const { id } = await tools.create({
    toolConfig: {
      type: 'webhook',
      name: `hours_${Date.now()}`,
      description: 'Says when we open.',
      apiSchema: { url: 'https://example.com/hours', method: 'GET' },
    },
  });
  const json = page.getByRole('textbox', { name: 'The tool as JSON' });
  await open(page, `/w/demo/tools/${id}?view=json`);
  await json.fill('{ "type": "webhook", ');
  await page.getByRole('textbox', { name: 'Arguments' }).fill('{ "day": "Monday" }');
  await open(page, `/w/demo/tools/${id}`);
  await expect(json).toHaveValue('{ "type": "webhook", ');
  await expect(page.getByRole('textbox', { name: 'Arguments' })).toHaveValue('{ "day": "Monday" }');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(page.getByRole('radio', { name: 'JSON' })).toBeEnabled();
  await tools.delete(id);

  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await open(page, '/w/demo/settings/account');
  const before = await name.inputValue();
  await name.fill('Somebody Else');
  await page.reload();
  await expect(name).toHaveValue('Somebody Else');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(name).toHaveValue(before);
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
}

/** Until the server has answered, what is saved is kept. */
async function nothingKept(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.evaluate((part) => Object.keys(window.localStorage).some((key) => key.includes(part)), name)).toBe(false);
}

const restored = (page: Page) => page.getByText('Restored what you were writing');

/** Also no wider than a phone. */
async function expectAccessible(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
}
