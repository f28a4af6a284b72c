import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { writePastCalls } from '../fixtures/past-calls';
import { expect, test } from '../fixtures/signed-in';

test('presets of turn-taking are heard, chosen by keyboard and saved; the latest calls say what to set otherwise', async ({ ownerPage: page }) => {
  const key = await apiKey('turn-taking');
  const api = new ElevenLabsClient({ apiKey: key, baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({ name: 'Turns', conversationConfig: { agent: { firstMessage: 'Hello.' } } });
  try {
    await page.goto(`/w/demo/agents/${agentId}?tab=turns`);
    const presets = page.getByRole('group', { name: 'When both speak' });
    const heard = () => page.locator('audio').evaluateAll((players) => players.map((player) => (player as HTMLAudioElement).currentTime > 0.3));
    await presets.getByRole('button', { name: 'Hear it: Give way at once' }).click();
    await expect.poll(heard).toEqual([true, false, false]);
    // One at a time.
    await presets.getByRole('button', { name: 'Hear it: Keep talking' }).click();
    await expect.poll(heard).toEqual([expect.any(Boolean), false, true]);
    expect(await page.locator('audio').evaluateAll((players) => players.map((player) => (player as HTMLAudioElement).paused))).toEqual([true, true, false]);
    await presets.getByRole('button', { name: 'Stop: Keep talking' }).click();
    await expect(presets.getByRole('button', { name: /^Stop/ })).toHaveCount(0);

    await presets.getByRole('radio', { name: /^Judge first/ }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(presets.getByRole('radio', { name: /^Keep talking/ })).toBeChecked();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText('Everything is saved')).toBeVisible();
    // The official client leaves out what is ours alone.
    const saved = await fetch(`${baseUrl()}/v1/convai/agents/${agentId}`, { headers: { 'xi-api-key': key } });
    expect(await saved.text()).toContain('"overlap_policy":"continuity-first"');

    const advice = page.getByRole('region', { name: 'Suggest from my last calls' });
    await advice.getByRole('button', { name: 'Suggest' }).click();
    await expect(advice.getByText('40 more answers are needed')).toBeVisible();
    await writePastCalls({ agentId, count: 5, answers: 10, cutIns: 3 });
    await advice.getByRole('button', { name: 'Suggest' }).click();
    await expect(advice.getByText('30% (15 of 50)')).toBeVisible();
    await expect(advice.getByText('520 ms')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await advice.getByRole('button', { name: 'Apply Eagerness: Patient' }).click();
    await expect(advice.getByText('In your draft')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Patient' })).toBeChecked();
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText('Everything is saved')).toBeVisible();
    expect((await api.conversationalAi.agents.get(agentId)).conversationConfig.turn?.turnEagerness).toBe('patient');
  } finally {
    await api.conversationalAi.agents.delete(agentId);
  }
});
