import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { expect, test } from '../fixtures/signed-in';

test('variables of a prompt are seen, offered while they are written, and given a value; headings lead through it', async ({ ownerPage: page }) => {
  const api = new ElevenLabsClient({ apiKey: await apiKey('prompt'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Variables',
    conversationConfig: {
      agent: {
        firstMessage: 'Hello {{customer}}.',
        prompt: { prompt: `# Who you are\nA desk.\n${'Be kind.\n'.repeat(60)}# Rules\nNever lie.` },
      },
    },
  });
  try {
    await page.goto(`/w/demo/agents/${agentId}`);
    const prompt = page.getByRole('textbox', { name: 'Instructions' });
    await expect(page.getByText('must be given')).toBeVisible();
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Rules' }).click();
    await expect(prompt).toBeFocused();
    expect(await prompt.evaluate((box: HTMLTextAreaElement) => box.value.slice(box.selectionStart).startsWith('# Rules'))).toBe(true);

    await prompt.press('Control+End');
    await prompt.pressSequentially(' It is {{system__ti');
    const offers = page.getByRole('listbox', { name: 'Variables' });
    await expect(offers.getByRole('option', { name: 'system__time', exact: true })).toBeVisible();
    await prompt.press('ArrowDown');
    await prompt.press('Enter');
    await expect(prompt).toHaveValue(/It is \{\{system__time_utc\}\}$/);
    await expect(offers).toHaveCount(0);
    await expect(page.getByText('Set by the conversation itself:')).toBeVisible();

    await page.getByRole('textbox', { name: 'Value of customer when none is given' }).fill('Ada');
    await expect(page.getByText('must be given')).toHaveCount(0);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText('Everything is saved')).toBeVisible();
    const { agent } = (await api.conversationalAi.agents.get(agentId)).conversationConfig;
    expect(JSON.stringify(agent?.dynamicVariables)).toContain('{"customer":"Ada"}');
    expect(agent?.prompt?.prompt).toContain('{{system__time_utc}}');
  } finally {
    await api.conversationalAi.agents.delete(agentId);
  }
});
