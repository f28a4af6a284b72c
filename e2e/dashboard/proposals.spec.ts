import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { apiKey, baseUrl } from '../fixtures/agents';
import { invite } from '../fixtures/invited';
import { expect, test } from '../fixtures/signed-in';

test('a merge is proposed, discussed, approved by another member and carried out', async ({ browser, ownerPage: page, baseURL }) => {
  test.setTimeout(150_000);
  const { agents, agentId, mainBranchId, branchId } = await agentWithBranch('Reception');
  await agents.update(agentId, { branchId, conversationConfig: { agent: { firstMessage: 'Good day.' } } });
  // Others of earlier tests are members too.
  const name = `Edda${Date.now()}`;
  const edda = await (await browser.newContext(baseURL === undefined ? {} : { baseURL })).newPage();
  try {
    await invite(page, edda, { name, role: 'editor' });
    await openBranches(page, agentId);
    await expect(page.getByText('No open proposals')).toBeVisible();
    await page.getByRole('button', { name: 'Propose Warmer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Propose a merge' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Warmer greeting');
    await dialog.getByRole('textbox', { name: 'Description' }).fill('People found the old one cold.');
    await dialog.getByRole('checkbox', { name }).check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Warmer greeting' })).toBeVisible();
    await expect(page.getByText('People found the old one cold.')).toBeVisible();
    const changes = page.getByRole('region', { name: 'Changes', exact: true });
    await expect(changes).toContainText('Good day.');
    await expect(changes).toContainText('Hello.');
    await expect(stateOf(page).getByRole('listitem').filter({ hasText: name })).toContainText('asked');
    // Whom to ask instead outlives a reload until it is saved or given up.
    const asked = stateOf(page).getByRole('checkbox', { name });
    await stateOf(page).getByRole('button', { name: 'Choose reviewers' }).click();
    await asked.uncheck();
    await page.reload();
    await stateOf(page).getByRole('button', { name: 'Choose reviewers' }).click();
    await expect(asked).not.toBeChecked();
    await expect(stateOf(page).getByText('Restored what you were writing')).toBeVisible();
    await expectAccessible(page);
    await stateOf(page).getByRole('button', { name: 'Cancel' }).click();
    await stateOf(page).getByRole('button', { name: 'Choose reviewers' }).click();
    await expect(asked).toBeChecked();
    await stateOf(page).getByRole('button', { name: 'Cancel' }).click();
    // One's own is for others to judge.
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    const address = page.url();

    // The same branch is proposed once at a time.
    await openBranches(page, agentId);
    await page.getByRole('button', { name: 'Propose Warmer' }).click();
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Again');
    await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('open proposal');
    await page.goto(address);

    await openBranches(edda, agentId);
    const row = listOf(edda).getByRole('listitem').filter({ hasText: 'Warmer greeting' });
    await expect(row).toContainText('Warmer into Main');
    await row.getByRole('link', { name: 'Warmer greeting' }).click();
    const answer = edda.getByRole('textbox', { name: 'Your answer' });
    await answer.fill('Who greets like this?');
    await edda.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(discussionOf(edda).getByText('Who greets like this?')).toBeVisible();
    await expect(answer).toHaveValue('');
    // From here on nobody reloads: each sees what the other does.
    await expect(discussionOf(page).getByText('Who greets like this?')).toBeVisible();
    await chooseReviewer(page, name, false);
    await expect(stateOf(edda).getByText('Nobody has reviewed it.')).toBeVisible();
    await chooseReviewer(page, name, true);
    await expect(stateOf(edda).getByRole('listitem').filter({ hasText: name })).toContainText('asked');
    await edda.getByRole('button', { name: 'Ask for changes' }).click();
    await expect(edda.getByText('Say what should change.')).toBeVisible();
    await answer.fill('Say the name of the house.');
    await edda.getByRole('button', { name: 'Ask for changes' }).click();
    await expect(discussionOf(edda).getByRole('listitem').last()).toContainText(`${name} asks for changes`);

    await agents.update(agentId, { branchId, conversationConfig: { agent: { firstMessage: 'Good day, this is Parley House.' } } });
    await expect(changes).toContainText('Parley House');
    await expect(page.getByRole('button', { name: 'Merge anyway' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Merge', exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Greet with the name of the house');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Greet with the name of the house' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Done.');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(discussionOf(page).getByRole('listitem').last()).toContainText('Done.');
    await expectAccessible(page);

    await expect(edda.getByRole('heading', { level: 1, name: 'Greet with the name of the house' })).toBeVisible();
    await expect(discussionOf(edda).getByRole('listitem').last()).toContainText('Done.');
    await edda.getByRole('button', { name: 'Approve' }).click();
    await expect(stateOf(edda).getByRole('listitem').filter({ hasText: name })).toContainText('approves');
    await expect(stateOf(page).getByRole('listitem').filter({ hasText: name })).toContainText('approves');
    await answer.fill('Thank you.');

    await page.getByRole('switch', { name: 'Archive Warmer afterwards' }).click();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(discussionOf(page).getByText(/merged it as version 2/)).toBeVisible();
    await expect(discussionOf(page).getByRole('listitem')).toHaveCount(5);
    await expect(changes).toContainText('Parley House');
    await expect(changes).toContainText('Hello.');
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
    await expect(discussionOf(edda).getByText(/merged it as version 2/)).toBeVisible();
    await expect(answer).toHaveValue('Thank you.');
    expect((await agents.get(agentId)).conversationConfig.agent?.firstMessage).toBe('Good day, this is Parley House.');
    expect((await agents.branches.get(agentId, branchId)).isArchived).toBe(true);
    expect((await agents.branches.get(agentId, mainBranchId)).currentLivePercentage).toBe(100);

    await openBranches(page, agentId);
    await page.getByRole('radio', { name: 'Merged' }).click();
    await expect(page).toHaveURL(/proposals=merged/);
    await expect(listOf(page).getByRole('listitem')).toContainText(['1 approval']);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Closed' }).click();
    await expect(page.getByText('No proposal was closed without a merge.')).toBeVisible();
  } finally {
    await edda.context().close();
    await agents.delete(agentId);
  }
});

test('an editor proposes for a protected branch, only an administrator merges or rejects, and both may withdraw their own', async ({
  browser,
  ownerPage: page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const { agents, agentId, mainBranchId, branchId } = await agentWithBranch('Guarded');
  await agents.update(agentId, { branchId, conversationConfig: { agent: { firstMessage: 'Good day.' } } });
  await agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'Welcome.' } } });
  await agents.branches.update(agentId, mainBranchId, { protectionStatus: 'admin_perms_required' });
  // Others of earlier tests are members too.
  const name = `Edda${Date.now()}`;
  const edda = await (await browser.newContext(baseURL === undefined ? {} : { baseURL })).newPage();
  try {
    await invite(page, edda, { name, role: 'editor' });
    await openBranches(edda, agentId);
    await expect(edda.getByRole('button', { name: 'Propose Warmer' })).toBeVisible();
    await expect(edda.getByRole('button', { name: 'Merge Warmer' })).toHaveCount(0);
    await propose(edda, 'For the guarded');
    await expect(edda.getByText('Main is protected: an administrator can merge this.')).toBeVisible();
    await expect(edda.getByRole('button', { name: 'Merge', exact: true })).toHaveCount(0);
    await expect(edda.getByText(/Whoever merges chooses/)).toBeVisible();
    await expect(edda.getByRole('radio')).toHaveCount(0);

    // What both changed has to be chosen before it can be merged.
    await page.goto(edda.url());
    await expect(page.getByRole('button', { name: '1 choice left' })).toBeDisabled();
    await expect(page.getByRole('region', { name: 'What changes on Main' })).toHaveCount(0);
    await page.getByRole('radio', { name: 'Take Warmer' }).click();
    await expect(page.getByRole('button', { name: 'Merge', exact: true })).toBeEnabled();
    await expect(page.getByRole('region', { name: 'What changes on Main' })).toContainText('Good day.');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await expect(discussionOf(page).getByRole('listitem').last()).toContainText('rejected it');
    await expect(page.getByRole('button', { name: 'Merge', exact: true })).toHaveCount(0);

    await expect(edda.getByText('Closed', { exact: true })).toBeVisible();
    await edda.getByRole('textbox', { name: 'Your answer' }).fill('Another time, then.');
    await edda.getByRole('button', { name: 'Comment', exact: true }).click();
    // Not as the last one: what was said is known to the second only.
    await expect(discussionOf(edda).getByRole('listitem').filter({ hasText: 'Another time, then.' })).toBeVisible();
    await expect(edda.getByRole('button', { name: 'Approve' })).toHaveCount(0);

    await openBranches(edda, agentId);
    await propose(edda, 'Second thoughts');
    await edda.getByRole('button', { name: 'Withdraw' }).click();
    await edda.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await expect(discussionOf(edda).getByRole('listitem').last()).toContainText(`${name} withdrew it`);
    await edda.goto(`/w/demo/agents/${agentId}?tab=branches&proposals=closed`);
    await expect(listOf(edda).getByRole('listitem')).toHaveCount(2);
    expect((await agents.get(agentId)).conversationConfig.agent?.firstMessage).toBe('Welcome.');
  } finally {
    await edda.context().close();
    await agents.delete(agentId);
  }
});

test('a branch that is behind is brought up to date, with a choice where both changed the same', async ({ ownerPage: page }) => {
  const { agents, agentId, branchId } = await agentWithBranch('Left behind');
  await agents.update(agentId, { branchId, conversationConfig: { agent: { firstMessage: 'Good day.' } } });
  await agents.update(agentId, { conversationConfig: { agent: { firstMessage: 'Welcome.', prompt: { prompt: 'Be brief.' } } } });
  try {
    await openBranches(page, agentId);
    const row = page.getByRole('list', { name: 'Branches' }).getByRole('listitem').filter({ hasText: 'Warmer' });
    await expect(row).toContainText('1 ahead, 1 behind');
    await row.getByRole('button', { name: 'Bring up to date: Warmer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring Warmer up to date' });
    const chosen = dialog.getByRole('region', { name: 'What changes on Warmer' });
    await expect(dialog.getByRole('button', { name: '1 choice left' })).toBeDisabled();
    await expect(chosen).toContainText('Be brief.');
    await expect(chosen).not.toContainText('Welcome.');
    await expectAccessible(page);
    await dialog.getByRole('radio', { name: 'Take Main' }).click();
    await expect(dialog.getByRole('button', { name: 'Bring up to date' })).toBeEnabled();
    await expect(chosen).toContainText('Welcome.');
    await dialog.getByRole('radio', { name: 'Keep Warmer' }).click();
    await expect(chosen).not.toContainText('Welcome.');
    await dialog.getByRole('radio', { name: 'Take Main' }).click();
    await expect(chosen).toContainText('Welcome.');
    await dialog.getByRole('button', { name: 'Bring up to date' }).click();
    await expect(row).toContainText('0 behind');
    await expect(row.getByRole('button', { name: 'Bring up to date: Warmer' })).toHaveCount(0);
    const agent = (await agents.get(agentId, { branchId })).conversationConfig.agent;
    expect([agent?.firstMessage, agent?.prompt?.prompt]).toEqual(['Welcome.', 'Be brief.']);
  } finally {
    await agents.delete(agentId);
  }
});

async function agentWithBranch(name: string) {
  const { agents } = new ElevenLabsClient({ apiKey: await apiKey('proposals'), baseUrl: baseUrl() }).conversationalAi;
  const { agentId } = await agents.create({ name, conversationConfig: { agent: { firstMessage: 'Hello.', prompt: { prompt: 'Be kind.' } } } });
  const { versionId = '', mainBranchId = '' } = await agents.get(agentId);
  const { createdBranchId } = await agents.branches.create(agentId, { parentVersionId: versionId, name: 'Warmer', description: '' });
  return { agents, agentId, mainBranchId, branchId: createdBranchId };
}

async function openBranches(page: Page, agentId: string): Promise<void> {
  await page.goto(`/w/demo/agents/${agentId}?tab=branches`);
  await page.waitForLoadState('networkidle');
}

async function propose(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Propose Warmer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Propose a merge' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

async function chooseReviewer(page: Page, name: string, isAsked: boolean): Promise<void> {
  const state = stateOf(page);
  await state.getByRole('button', { name: 'Choose reviewers' }).click();
  await state.getByRole('checkbox', { name }).setChecked(isAsked);
  await state.getByRole('button', { name: 'Save' }).click();
  await expect(state.getByRole('checkbox')).toHaveCount(0);
}

const listOf = (page: Page) => page.getByRole('list', { name: 'Merge proposals' });
const stateOf = (page: Page) => page.getByRole('complementary', { name: 'State of the proposal' });
const discussionOf = (page: Page) => page.getByRole('list', { name: 'Discussion' });

/** In both themes, and no wider than a phone. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(colorScheme === 'dark' ? /dark/ : /^(?!.*dark)/);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
