import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import AxeBuilder from '@axe-core/playwright';
import { apiKey, baseUrl } from '../fixtures/agents';
import { invite } from '../fixtures/invited';
import { parley } from '../fixtures/parley';
import { expect, test } from '../fixtures/signed-in';

test('two edit one agent: each sees the other, drafts follow to another browser, and what both changed is settled value by value', async ({
  browser,
  ownerPage: page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const api = new ElevenLabsClient({ apiKey: await apiKey('editing together'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Shared desk',
    conversationConfig: { agent: { firstMessage: 'Hello.', prompt: { prompt: 'Be kind.' } } },
  });
  const options = baseURL === undefined ? {} : { baseURL };
  const edda = await (await browser.newContext(options)).newPage();
  const elsewhere = await (await browser.newContext(options)).newPage();
  try {
    await invite(page, edda, { name: 'Edda', role: 'editor' });
    const address = `/w/demo/agents/${agentId}`;
    await page.goto(address);
    await edda.goto(address);
    await expect(page.getByText('Edda is here')).toBeVisible();
    await expect(page.getByText('Everything is saved')).toBeVisible();

    await page.getByRole('textbox', { name: 'First message' }).fill('Good day.');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Front desk');
    await expect(page.getByText('2 unsaved changes')).toBeVisible();
    await expect(edda.getByText(/is here, with unsaved changes/)).toBeVisible();

    // What is not saved is there in another browser too.
    await page.waitForResponse((response) => response.url().includes('branches.saveDraft') && response.ok());
    await elsewhere.goto(await parley('sign-in-link'));
    await elsewhere.waitForURL('**/w/**');
    await elsewhere.goto(address);
    await expect(elsewhere.getByRole('textbox', { name: 'First message' })).toHaveValue('Good day.');
    await expect(elsewhere.getByText('2 unsaved changes')).toBeVisible();
    await elsewhere.close();

    // The other saves, to the same value and to another.
    await edda.getByRole('textbox', { name: 'First message' }).fill('Welcome.');
    await edda.getByRole('textbox', { name: 'Instructions' }).fill('Be brief.');
    await edda.getByRole('button', { name: /^Save as version/ }).click();
    await expect(edda.getByText('Everything is saved')).toBeVisible();

    // Nobody reloads: the first sees it, and what they alone changed is there already.
    const conflicts = page.getByRole('region', { name: 'Edda saved version 2 meanwhile' });
    await expect(conflicts.getByText('Welcome.')).toBeVisible();
    await expect(conflicts.getByText('Good day.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Instructions' })).toHaveValue('Be brief.');
    await expect(page.getByRole('button', { name: /^Save as version/ })).toBeDisabled();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await conflicts.getByRole('radio', { name: 'Take theirs' }).click();
    await page.reload();
    await expect(conflicts.getByRole('radio', { name: 'Take theirs' })).toBeChecked();
    await conflicts.getByRole('button', { name: 'Settle' }).click();
    await expect(page.getByRole('textbox', { name: 'First message' })).toHaveValue('Welcome.');
    await expect(page.getByText('1 unsaved change')).toBeVisible();
    await page.getByRole('button', { name: /^Save as version 3/ }).click();
    await expect(edda.getByRole('heading', { level: 1, name: 'Front desk' })).toBeVisible();
    const agent = await api.conversationalAi.agents.get(agentId);
    expect([agent.name, agent.conversationConfig.agent?.firstMessage, agent.conversationConfig.agent?.prompt?.prompt]).toEqual([
      'Front desk',
      'Welcome.',
      'Be brief.',
    ]);

    // On a phone the bar fits and says the same.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('textbox', { name: 'First message' }).fill('Welcome!');
    await expect(page.getByText('1 unsaved change')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Discard' }).click();
    await edda.close();
    await expect(page.getByText('Edda is here')).toHaveCount(0);
  } finally {
    await edda.context().close();
    await elsewhere.context().close();
    await api.conversationalAi.agents.delete(agentId);
  }
});
