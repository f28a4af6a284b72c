import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

test('an agent is given a further language with a voice and a first message of its own', async ({ ownerPage: page }) => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('languages'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({ name: 'Two languages', conversationConfig: { agent: { firstMessage: 'Hello.' } } });
  try {
    await page.goto(`/w/demo/agents/${agentId}?tab=voice`);
    await page.getByRole('combobox', { name: 'Add a language' }).click();
    await page.getByRole('option', { name: /^Spanish/ }).click();
    const languages = page.getByRole('region', { name: 'Further languages' });
    await languages.getByRole('textbox', { name: 'First message in Spanish' }).fill('Hola.');
    await languages.getByRole('combobox', { name: 'Voice' }).click();
    await page
      .getByRole('option', { name: /Spanish/ })
      .first()
      .click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.screenshot({ path: 'test-results/languages.png', fullPage: false });
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText('Everything is saved')).toBeVisible();
    const { languagePresets } = (await api.conversationalAi.agents.get(agentId)).conversationConfig;
    expect(languagePresets).toMatchObject({ es: { overrides: { agent: { firstMessage: 'Hola.' } } } });
    expect(languagePresets?.['es']?.overrides?.tts?.voiceId).toBeTruthy();

    await page.getByRole('button', { name: 'Remove Spanish' }).click();
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText('Everything is saved')).toBeVisible();
    expect((await api.conversationalAi.agents.get(agentId)).conversationConfig.languagePresets ?? {}).toEqual({});
  } finally {
    await api.conversationalAi.agents.delete(agentId);
  }
});
