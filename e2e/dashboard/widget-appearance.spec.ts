import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { apiKey, baseUrl, demoAgentId } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { customersWebsite } from '../fixtures/customers-website';
import { expect, test } from '../fixtures/signed-in';

test('a widget’s colours, shape and words are set, seen before they are saved, and there on a website afterwards', async ({ ownerPage: page, context }) => {
  test.setTimeout(180_000);
  const api = new ElevenLabsClient({ apiKey: await apiKey('widget appearance'), baseUrl: baseUrl() });
  const { agentId } = await api.conversationalAi.agents.create({
    name: 'Painted desk',
    conversationConfig: {
      // A language that the element does not know by itself.
      agent: { language: 'pt-BR', firstMessage: 'Olá, tudo bem?', prompt: { prompt: 'The password of the day is tangerine.' } },
      conversation: { textOnly: true },
    },
  });
  const website = await customersWebsite(`<elevenlabs-convai agent-id="${agentId}"></elevenlabs-convai><script src="${baseUrl()}/widget.js" async></script>`);
  try {
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.goto(`/w/demo/agents/${agentId}?tab=channels`);
    await page.waitForLoadState('networkidle');
    const preview = page.frameLocator('iframe[title="Preview of the widget"]').locator('elevenlabs-convai');
    await preview.scrollIntoViewIfNeeded();
    await expect(preview.getByRole('button', { name: 'Start a chat' })).toBeVisible();
    const styleOf = async (name: string) => preview.evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);

    await page.getByRole('button', { name: 'Night' }).click();
    await expect.poll(() => styleOf('--el-base')).toBe('#16181d');
    await expect(page.getByText('Text on buttons: contrast', { exact: false })).not.toContainText('Below');
    await page.getByRole('textbox', { name: 'Accent', exact: true }).fill('#1A2B3C');
    await expect.poll(() => styleOf('--el-accent')).toBe('#1a2b3c');
    await expect(page.getByText(/Text on buttons: contrast .* Below 4\.5/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Text on buttons', exact: true }).fill('#ffffff');
    await expect(page.getByText(/Text on buttons: contrast .* Below 4\.5/)).toBeHidden();
    await page.getByRole('textbox', { name: 'Background', exact: true }).fill('no colour; }');
    await expect(page.getByText(/This is no colour/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Background', exact: true }).fill('#101418');
    await expect.poll(() => styleOf('--el-base')).toBe('#101418');
    await page.getByRole('radio', { name: 'Compact', exact: true }).click();
    await expect(preview.getByText('Need help?')).toBeHidden();

    await page.getByRole('radio', { name: 'Behaviour', exact: true }).click();
    await expect(page.getByText('The agent has no further languages yet', { exact: false })).toBeVisible();
    await page.getByRole('switch', { name: 'Ask how it was' }).click();
    await page.getByRole('radio', { name: 'Words', exact: true }).click();
    await page.getByRole('textbox', { name: 'Start a chat', exact: true }).fill('Fale conosco');
    await expect(preview.getByRole('button', { name: 'Fale conosco' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Terms to agree to' }).fill('We **keep** what you write.\n\n<img src=x onerror="document.title=1">');
    await page.getByRole('textbox', { name: 'Remembered as' }).fill('painted-desk-1');
    await preview.getByRole('button', { name: 'Fale conosco' }).click();
    await expect(preview.getByText('<img src=x onerror="document.title=1">')).toBeVisible();
    expect((await api.conversationalAi.conversations.list({ agentId })).conversations).toEqual([]);

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const part of ['Looks', 'Behaviour', 'Words']) {
        await page.getByRole('radio', { name: part, exact: true }).click();
        // The element itself is its makers'.
        const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
        expect(violations.map(({ id, nodes }) => `${part} ${colorScheme} ${id} ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
      }
    }
    await page.getByRole('radio', { name: 'Looks', exact: true }).click();
    await page.getByRole('radio', { name: 'Desktop', exact: true }).click();
    await page.getByRole('radio', { name: 'Dark page', exact: true }).click();
    await expect(page.frameLocator('iframe[title="Preview of the widget"]').locator('body')).toHaveAttribute('data-page', 'dark');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('radio', { name: 'Phone', exact: true }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 1000 });

    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText(/Saved as version/).first()).toBeVisible();
    const saved = await api.conversationalAi.agents.get(agentId);
    expect(saved.platformSettings?.widget).toMatchObject({
      variant: 'compact',
      styles: { base: '#101418', accent: '#1a2b3c', accentPrimary: '#ffffff' },
      textContents: { startChat: 'Fale conosco' },
      endFeedback: { type: 'rating' },
      termsKey: 'painted-desk-1',
    });

    const visitor = await context.newPage();
    await visitor.goto(website.url);
    const widget = visitor.locator('elevenlabs-convai');
    const button = widget.getByRole('button', { name: 'Fale conosco' });
    await expect(button).toBeVisible();
    expect(await widget.evaluate((element) => getComputedStyle(element).getPropertyValue('--el-base'))).toBe('#101418');
    await button.click();
    await expect(widget.getByText('We keep what you write.')).toBeVisible();
    await widget.getByRole('button', { name: 'Accept' }).click();
    const input = widget.getByRole('textbox');
    await input.fill('What is the password of the day?');
    await input.press('Enter');
    await expect(widget.getByText(/tangerine/i)).toBeVisible({ timeout: 30_000 });
    expect(await visitor.title()).toBe('A website');
  } finally {
    await website.close();
    await api.conversationalAi.agents.delete(agentId);
  }
});

test('a call can be begun in the preview, and nothing that the page forbids is in its way', async () => {
  test.setTimeout(120_000);
  const agentId = await demoAgentId('luna');
  const caller = await callerWith(askedAgain(path.resolve(import.meta.dirname, '../audio/cafe-opening-hours.wav')), baseUrl());
  try {
    const refused: string[] = [];
    caller.page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await caller.page.goto(`${baseUrl()}/widget/preview`);
    await caller.page.evaluate(async (id) => {
      const answer = (await (await fetch(`/v1/convai/agents/${id}/widget`)).json()) as { widget_config: object };
      const config = { ...answer.widget_config, always_expanded: true };
      window.postMessage({ kind: 'widget-preview', agentId: id, config, language: null, page: 'light' }, window.location.origin);
    }, agentId);
    const widget = caller.page.locator('elevenlabs-convai');
    await widget.getByRole('button', { name: 'Start a call' }).first().click();
    await expect(widget.getByText(/open/i).first()).toBeVisible({ timeout: 60_000 });
    expect(refused).toEqual([]);
  } finally {
    await caller.close();
  }
});
