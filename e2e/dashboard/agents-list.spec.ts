import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { refuse } from '../fixtures/held-answers';
import { expect, test } from '../fixtures/signed-in';

test('agents are given tags and found by them', async ({ ownerPage: page }) => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('tags'), baseUrl: baseUrl() });
  const name = `Tagged ${Date.now()}`;
  const { agentId } = await api.conversationalAi.agents.create({ name, conversationConfig: {} });
  try {
    await page.goto('/w/demo/agents');
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Tags…' }).click();
    const dialog = page.getByRole('dialog', { name: `Tags of ${name}` });
    await dialog.getByRole('textbox', { name: 'Tags' }).fill('front desk\nberlin');
    await dialog.getByRole('button', { name: 'Save tags' }).click();
    await expect(dialog).toHaveCount(0);
    await row.getByRole('button', { name: 'berlin' }).click();
    await expect(page).toHaveURL(/tag=berlin/);
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: /^Tag: berlin/ }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Café Luna' })).toBeVisible();
    expect((await api.conversationalAi.agents.get(agentId)).tags).toEqual(['front desk', 'berlin']);
  } finally {
    await api.conversationalAi.agents.delete(agentId);
  }
});

test('a refused archiving says why, in the list and in the editor, and the agent is still there', async ({ ownerPage: page }) => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('refused'), baseUrl: baseUrl() });
  const name = `Kept ${Date.now()}`;
  const { agentId } = await api.conversationalAi.agents.create({ name, conversationConfig: {} });
  try {
    await page.goto('/w/demo/agents');
    const row = page.getByRole('row').filter({ hasText: name });
    const archive = async () => {
      await page.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: 'Archive' }).click();
    };
    await refuse(page, 'agents.archive');
    await archive();
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    await expect(row).toBeVisible();

    await page.goto(`/w/demo/agents/${agentId}`);
    await archive();
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  } finally {
    await api.conversationalAi.agents.delete(agentId);
  }
});
