import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { makePdf } from '../../server/testing/documents/make-pdf';
import { baseUrl } from '../fixtures/agents';
import { askedAgain } from '../fixtures/asked-again';
import { callerWith } from '../fixtures/browser-with-microphone';
import { startOutsideService } from '../fixtures/outside-service';
import { invite } from '../fixtures/invited';
import { parley } from '../fixtures/parley';
import { startReadingModel } from '../fixtures/reading-model';
import { test } from '../fixtures/signed-in';

/** Enough for the document to be searched instead of read whole. */
const filler = Array.from({ length: 20 }, (_, number) => `Table ${number + 1} has ${2 + (number % 4)} seats beside the window.`);

test('a newcomer makes an agent with a PDF and a tool, talks to it while a colleague watches, and improves it', async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  const model = await startReadingModel();
  const service = await startOutsideService();
  const mine = await callerWith(askedAgain(path.resolve('e2e/audio/cafe-opening-hours.wav')), baseUrl(), { isRepeated: true });
  const theirs = await (await browser.newContext(baseURL === undefined ? {} : { baseURL })).newPage();
  const stamp = Date.now();
  const { page } = mine;
  for (const each of [page, theirs]) each.setDefaultTimeout(15_000);
  try {
    await page.goto(await parley('sign-in-link'));
    await page.waitForURL('**/w/**');

    // A colleague, who may look on.
    await invite(page, theirs, { name: 'Vera', role: 'viewer' });

    // Something to know and something to do.
    await page.goto('/w/demo/knowledge');
    await page.waitForLoadState('networkidle');
    const pdf = `hours-${stamp}.pdf`;
    await page
      .getByLabel('Upload files')
      .last()
      .setInputFiles({
        name: pdf,
        mimeType: 'application/pdf',
        buffer: makePdf([['On Saturday we open at nine in the morning.', ...filler]]),
      });
    await expect(page.getByRole('row').filter({ hasText: pdf }).getByText('ready').filter({ visible: true })).toBeVisible({ timeout: 30_000 });
    await page.goto('/w/demo/tools/new?kind=webhook');
    await page.waitForLoadState('networkidle');
    const tool = 'check_order';
    await page.getByRole('textbox', { name: 'Name' }).fill(tool);
    await page.getByRole('textbox', { name: 'When to use it' }).fill('Tells how far an order is.');
    await page.getByRole('textbox', { name: 'Address' }).fill(`${service.url}/orders`);
    await page.getByRole('button', { name: 'Add a parameter' }).click();
    await page.getByRole('textbox', { name: 'Parameter' }).fill('order_id');
    await page.getByRole('textbox', { name: 'What it means' }).fill('Number of the order');
    await page.getByRole('button', { name: 'Create tool' }).click();
    await expect(page.getByRole('heading', { level: 1, name: tool })).toBeVisible();

    const agent = await makeAgent(page, { name: `Desk ${stamp}`, pdf, tool, modelUrl: model.url });

    // A call by voice, watched from the other browser.
    await page.getByRole('button', { name: 'Start talking' }).click();
    await theirs.goto('/w/demo/live');
    await theirs
      .getByRole('link')
      .filter({ hasText: `Desk ${stamp}` })
      .click();
    await expect(theirs.getByText('Your role may watch and listen.')).toBeVisible();
    await expect(page.getByText(/nine in the morning/i).first()).toBeVisible({ timeout: 60_000 });
    await expect(
      theirs
        .getByRole('log')
        .getByText(/nine in the morning/i)
        .first(),
    ).toBeVisible();
    // The record holds what was heard: hanging up sooner would leave half of it.
    await page.waitForTimeout(4_000);
    await page.getByRole('button', { name: 'Hang up' }).click();
    await expect(theirs.getByText('This conversation has ended.')).toBeVisible();

    // One in writing, with the tool.
    await page.getByRole('button', { name: 'Use text only' }).click();
    const words = page.getByRole('textbox', { name: 'Type a message' });
    await words.fill('Please check order A17');
    await words.press('Enter');
    await expect(page.getByText(/I looked it up.*Thursday/).first()).toBeVisible({ timeout: 20_000 });
    expect(service.received.filter(({ path: asked }) => asked.startsWith('/orders')).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { order_id: 'A17' },
    ]);
    await page.getByRole('button', { name: 'Hang up' }).click();

    // What is shown is what was recorded.
    await page.goto(`/w/demo/conversations?agent=${agent}`);
    const rows = page.getByRole('main').getByRole('row');
    await expect(rows).toHaveCount(3);
    await rows.nth(1).getByRole('link').first().click();
    const work = page.getByRole('region', { name: 'Work behind the conversation' });
    await work
      .getByRole('button', { name: /check_order/ })
      .first()
      .press('Enter');
    await expect(page.getByRole('region', { name: 'Details' })).toContainText('A17');
    const turn = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'Please check order A17' });
    await turn.getByRole('button', { name: 'Make a test of this' }).click();
    await expect(turn.getByRole('status')).toContainText('A test was made');
    await page.goto(`/w/demo/conversations?agent=${agent}`);
    await rows.nth(2).getByRole('link').first().click();
    await expect(page.getByText(/nine in the morning/i).first()).toBeVisible();
    await page.getByRole('tab', { name: 'Rhythm' }).click();
    const gap = page.getByRole('listitem').filter({ hasText: 'Answers begin after a turn (median)' });
    await expect(gap).toContainText(/\d ms/);
    await gap.getByRole('list').getByRole('button').first().click();
    await expect(page).toHaveURL(/[?&]t=\d/);
    await page.getByRole('tab', { name: 'Latency' }).click();
    await expect(
      page
        .getByRole('tabpanel')
        .getByText(/\d+ ms/)
        .first(),
    ).toBeVisible();

    // Better, on a branch, then for everybody.
    await page.goto(`/w/demo/agents/${agent}?tab=branches`);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'New branch' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Warmer');
    await page.getByRole('button', { name: 'Create and open' }).click();
    await page.getByRole('tab', { name: 'Behaviour' }).click();
    await page.getByRole('textbox', { name: 'First message' }).fill('Good day, how can I help?');
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByText(/Saved as version/).first()).toBeVisible();
    await page.goto('/w/demo/tests');
    await page
      .getByRole('link', { name: /Please check order A17/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    const run = page.getByRole('dialog');
    await run.getByRole('checkbox', { name: `Desk ${stamp}` }).check();
    const branches = run.getByRole('list', { name: new RegExp(`^Branches of Desk ${stamp}`) }).getByRole('checkbox');
    await expect(branches).toHaveCount(2);
    for (const box of await branches.all()) await box.check();
    await run.getByRole('button', { name: 'Start' }).click();
    await expect(page.getByText(/\d of 2 runs passed/)).toBeVisible({ timeout: 40_000 });
    await page.goto(`/w/demo/agents/${agent}?tab=branches`);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Merge Warmer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(page.getByText(/^Merged into/).first()).toBeVisible();

    // What the colleague may not do, and what the log says of all this.
    await theirs.goto(`/w/demo/agents/${agent}`);
    await expect(theirs.getByRole('textbox', { name: 'First message' })).toBeDisabled();
    await expect(theirs.getByRole('textbox', { name: 'First message' })).toHaveValue('Good day, how can I help?');
    await theirs.goto('/w/demo/settings/audit-log');
    await expect(theirs.getByText('agent.created')).toHaveCount(0);
    await page.goto(`/w/demo/settings/audit-log?search=${agent}`);
    for (const action of ['agent.created', 'agent.updated']) await expect(page.getByText(action).first()).toBeVisible();
  } finally {
    await mine.close();
    await theirs.context().close();
    await service.close();
    await model.close();
  }
});

/** Made as a newcomer would, the model's address pasted into the JSON view; gives its id. */
async function makeAgent(
  page: Page,
  agent: { readonly name: string; readonly pdf: string; readonly tool: string; readonly modelUrl: string },
): Promise<string> {
  await page.goto('/w/demo/agents');
  await page.getByRole('button', { name: 'New agent' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(agent.name);
  await page.getByRole('button', { name: /^Create/ }).click();
  await page.waitForURL('**/agents/agent_**');
  await page.getByRole('textbox', { name: 'First message' }).fill('Hello.');
  await page.getByRole('tab', { name: 'Knowledge' }).click();
  await page.getByRole('combobox', { name: 'Give it a document or folder' }).click();
  await page.getByPlaceholder('Search by name').fill(agent.pdf);
  await page.getByRole('option', { name: agent.pdf }).click();
  await page.getByRole('tab', { name: 'Tools' }).click();
  await page.getByRole('combobox', { name: 'Give it a tool' }).click();
  await page.getByPlaceholder('Search by name').fill(agent.tool);
  await page.getByRole('option', { name: agent.tool }).first().click();
  await page.getByRole('tab', { name: 'JSON' }).click();
  const json = page.getByRole('textbox', { name: 'Document' });
  const document = JSON.parse(await json.inputValue()) as { conversation_config: { agent: { prompt: Record<string, unknown> } } };
  Object.assign(document.conversation_config.agent.prompt, { llm: 'custom-llm', custom_llm: { url: agent.modelUrl, model_id: 'reader' } });
  await json.fill(JSON.stringify(document));
  await page.getByRole('button', { name: 'Take into the draft' }).click();
  await page.getByRole('button', { name: /^Save as version/ }).click();
  await expect(page.getByText('Version 2', { exact: true }).first()).toBeVisible();
  return /agent_[a-z0-9]+/.exec(page.url())?.[0] ?? '';
}
