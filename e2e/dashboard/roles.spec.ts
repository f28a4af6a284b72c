import type { Page, Response } from '@playwright/test';
import { addresses, makeOneOfEach } from '../fixtures/every-page';
import { holdAnswer, refuse } from '../fixtures/held-answers';
import { invite } from '../fixtures/invited';
import { startOutsideService } from '../fixtures/outside-service';
import { expect, test } from '../fixtures/signed-in';

// Each page as each role sees it: it asks for nothing that the role may not know, and offers nothing that it may not do.

/** Pages that a role is told it may not see; all others show what they are about. */
const closed = {
  editor: ['/w/demo/settings/audit-log', '/w/demo/settings/webhooks'],
  viewer: ['/w/demo/settings/audit-log', '/w/demo/settings/webhooks', '/w/demo/settings/api-keys', '/w/demo/settings/providers'],
} as const;

/** What begins a change. Talking to an agent, one's own account, and what only the browser keeps are for everybody. */
const changes = /^(New|Add|Create|Save|Delete|Remove|Invite|Upload|Import|Archive|Restore|Merge|Publish|Rename|Duplicate|Run|Test|Edit)\b/;

for (const role of ['viewer', 'editor'] as const) {
  test(`each page as one who is ${role} sees it`, async ({ ownerPage: page, browser }) => {
    test.setTimeout(300_000);
    const service = await startOutsideService();
    const { things, tidy } = await makeOneOfEach(service.url);
    const theirs = await (await browser.newContext()).newPage();
    const problems: string[] = [];
    theirs.on('pageerror', (error) => problems.push(`${theirs.url()}: ${error.message}`));
    theirs.on('response', (response) => void refusals(response).then((refused) => problems.push(...refused.map((what) => `${theirs.url()}: ${what}`))));
    try {
      await invite(page, theirs, { name: role === 'viewer' ? 'Vito' : 'Edda', role });
      for (const address of Object.values(addresses)
        .flatMap((of) => of(things))
        .filter((each) => each.startsWith('/w/'))) {
        await theirs.goto(address);
        await expect(theirs.getByRole('heading', { level: 1 }).first()).toBeVisible();
        await expect(theirs.locator('.animate-shimmer:visible')).toHaveCount(0);
        const isClosed = (closed[role] as readonly string[]).some((each) => address.startsWith(each));
        const tells = await theirs.getByText('Your role may not see this').count();
        if (isClosed !== tells > 0) problems.push(`${address}: ${isClosed ? 'is open' : 'is closed'}`);
        if (role === 'viewer') problems.push(...(await offers(theirs)).map((what) => `${address}: offers ${what}`));
      }
      expect(problems).toEqual([]);
    } finally {
      await theirs.context().close();
      await tidy();
      await service.close();
    }
  });
}

test('a new role is shown at once, and taken back when the server refuses it', async ({ ownerPage: page, browser }) => {
  const theirs = await (await browser.newContext()).newPage();
  const name = `Roland${Date.now()}`;
  await invite(page, theirs, { name, role: 'viewer' });
  await theirs.context().close();
  await page.goto('/w/demo/settings/members');
  const role = page.getByRole('combobox', { name: `Role of ${name}` });
  const choose = async (next: string) => {
    await role.click();
    await page.getByRole('option', { name: next, exact: true }).click();
  };
  const held = await holdAnswer(page, 'members.changeRole');
  await choose('editor');
  await expect(role).toHaveText('editor');
  held.release();
  await expect(role).toBeEnabled();
  await expect(role).toHaveText('editor');

  await refuse(page, 'members.changeRole');
  await choose('admin');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(role).toHaveText('editor');
});

test('what was being written is gone once one has signed out', async ({ ownerPage: page, browser }) => {
  const theirs = await (await browser.newContext()).newPage();
  try {
    await invite(page, theirs, { name: `Edda${Date.now()}`, role: 'editor' });
    await theirs.goto('/w/demo/agents?new=1');
    await theirs.waitForLoadState('networkidle');
    await theirs.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Half an agent');
    const kept = () => theirs.evaluate(() => JSON.stringify({ ...window.localStorage }));
    expect(await kept()).toContain('Half an agent');
    await theirs.keyboard.press('Escape');
    await theirs.getByRole('button', { name: 'theme, language, sign out' }).click();
    await theirs.getByRole('menuitem', { name: 'Sign out' }).click();
    await theirs.waitForURL('**/sign-in**');
    expect(await kept()).not.toContain('Half an agent');
  } finally {
    await theirs.context().close();
  }
});

async function refusals(response: Response): Promise<readonly string[]> {
  if (!response.url().includes('/api/trpc/') || response.status() < 207) return [];
  const text = await response.text().catch(() => '');
  return text.includes('FORBIDDEN') ? [`${new URL(response.url()).pathname} was refused`] : [];
}

async function offers(page: Page): Promise<readonly string[]> {
  const buttons = await page.locator('main').getByRole('button', { name: changes, disabled: false }).all();
  return Promise.all(buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? (await button.innerText())));
}
