import type { Locator, Page, Response } from '@playwright/test';
import { addresses, makeOneOfEach, type Things } from '../fixtures/every-page';
import { holdAnswer, refuse } from '../fixtures/held-answers';
import { invite } from '../fixtures/invited';
import { startOutsideService } from '../fixtures/outside-service';
import { expect, test } from '../fixtures/signed-in';

// Each page as each role sees it: it asks for nothing that the role may not know, and offers nothing that it may not do.

/** Pages that a role is told it may not see; all others show what they are about. */
const closed = {
  admin: [],
  editor: ['/w/demo/settings/audit-log', '/w/demo/settings/webhooks'],
  viewer: ['/w/demo/settings/audit-log', '/w/demo/settings/webhooks', '/w/demo/settings/api-keys', '/w/demo/settings/providers'],
} as const;

/** What begins a change. Talking to an agent, one's own account, and what only the browser keeps are for everybody. */
const changes = /^(New|Add|Create|Save|Delete|Remove|Invite|Upload|Import|Archive|Restore|Merge|Publish|Rename|Duplicate|Run|Test|Edit)\b/;

test.describe('each page', () => {
  let service: Awaited<ReturnType<typeof startOutsideService>>;
  let made: Awaited<ReturnType<typeof makeOneOfEach>>;

  test.beforeAll(async () => {
    service = await startOutsideService();
    made = await makeOneOfEach(service.url);
  });

  test.afterAll(async () => {
    await made.tidy();
    await service.close();
  });

  for (const [role, name] of [
    ['viewer', 'Vito'],
    ['editor', 'Edda'],
    ['admin', 'Ada'],
  ] as const) {
    test(`as one who is ${role} sees it`, async ({ ownerPage: page, browser }) => {
      test.setTimeout(300_000);
      const theirs = await (await browser.newContext()).newPage();
      try {
        const problems = watchForProblems(theirs);
        await invite(page, theirs, { name, role });
        problems.push(...(await walk(theirs, role, made.things)));
        if (role === 'admin') problems.push(...(await offersOfOwners(theirs)));
        expect(problems).toEqual([]);
      } finally {
        await theirs.context().close();
      }
    });
  }
});

test('a new role is shown at once, to who has it too, and taken back when the server refuses it', async ({ ownerPage: page, browser }) => {
  const theirs = await (await browser.newContext()).newPage();
  const name = `Roland${Date.now()}`;
  await invite(page, theirs, { name, role: 'viewer' });
  await theirs.goto('/w/demo/agents');
  await expect(theirs.getByRole('heading', { level: 1 })).toBeVisible();
  const theirNew = theirs.getByRole('button', { name: 'New agent' });
  await expect(theirNew).toHaveCount(0);
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
  // Whose role it is sees it without loading anything anew.
  await expect(theirNew.first()).toBeVisible();
  await theirs.context().close();

  await refuse(page, 'members.changeRole');
  await choose('admin');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(role).toHaveText('editor');
});

test('once one has signed out, what was being written is gone, and what was being deleted is deleted', async ({ ownerPage: page, browser }) => {
  const theirs = await (await browser.newContext()).newPage();
  try {
    await invite(page, theirs, { name: `Edda${Date.now()}`, role: 'editor' });
    await theirs.goto('/w/demo/agents?new=1');
    await theirs.waitForLoadState('networkidle');
    await theirs.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Half an agent');
    const kept = () => theirs.evaluate(() => JSON.stringify({ ...window.localStorage }));
    expect(await kept()).toContain('Half an agent');
    await theirs.keyboard.press('Escape');
    await theirs.goto('/w/demo/tests');
    await theirs.waitForLoadState('networkidle');
    const folder = `Passing ${Date.now()}`;
    await theirs.getByRole('button', { name: 'New folder' }).click();
    await theirs.getByRole('textbox', { name: 'Name' }).fill(folder);
    await theirs.getByRole('button', { name: 'Save' }).click();
    await theirs.getByRole('button', { name: `Actions for ${folder}` }).click();
    await theirs.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(theirs.getByRole('row').filter({ hasText: folder })).toHaveCount(0);
    await theirs.getByRole('button', { name: 'theme, language, sign out' }).click();
    await theirs.getByRole('menuitem', { name: 'Sign out' }).click();
    await theirs.waitForURL('**/sign-in**');
    expect(await kept()).not.toContain('Half an agent');
    await page.goto('/w/demo/tests');
    await expect(page.getByRole('button', { name: 'New folder' })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: folder })).toHaveCount(0);
  } finally {
    await theirs.context().close();
  }
});

function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('response', (response) => void refusals(response).then((refused) => problems.push(...refused.map((what) => `${page.url()}: ${what}`))));
  return problems;
}

async function walk(page: Page, role: keyof typeof closed, things: Things): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const address of Object.values(addresses)
    .flatMap((of) => of(things))
    .filter((each) => each.startsWith('/w/'))) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.locator('.animate-shimmer:visible')).toHaveCount(0);
    const isClosed = (closed[role] as readonly string[]).some((each) => address.startsWith(each));
    const tells = await page.getByText('Your role may not see this').count();
    if (isClosed !== tells > 0) problems.push(`${address}: ${isClosed ? 'is open' : 'is closed'}`);
    if (role === 'viewer') problems.push(...(await offers(page)).map((what) => `${address}: offers ${what}`));
  }
  return problems;
}

/** What only an owner may do: make owners, and touch those there are. */
async function offersOfOwners(page: Page): Promise<readonly string[]> {
  const problems: string[] = [];
  const rolesOffered = async (at: string, select: Locator) => {
    await select.click();
    await expect(page.getByRole('option', { name: 'viewer', exact: true })).toBeVisible();
    if ((await page.getByRole('option', { name: 'owner', exact: true }).count()) > 0) problems.push(`${at} offers to make an owner`);
    await page.keyboard.press('Escape');
  };
  await page.goto('/w/demo/settings/members');
  const owners = page.getByRole('row').filter({ has: page.getByRole('cell', { name: 'owner', exact: true }) });
  await expect(owners.first()).toBeVisible();
  if ((await owners.getByRole('button').or(owners.getByRole('combobox')).count()) > 0) problems.push('an owner can be changed');
  await rolesOffered('the list', page.getByRole('combobox', { name: 'Role of Ada' }).first());
  await page.getByRole('button', { name: 'Invite' }).click();
  await rolesOffered('the invitation', page.getByRole('dialog').getByRole('combobox'));
  return problems;
}

async function refusals(response: Response): Promise<readonly string[]> {
  if (!response.url().includes('/api/trpc/') || response.status() < 207) return [];
  const text = await response.text().catch(() => '');
  return text.includes('FORBIDDEN') ? [`${new URL(response.url()).pathname} was refused`] : [];
}

async function offers(page: Page): Promise<readonly string[]> {
  const buttons = await page.locator('main').getByRole('button', { name: changes, disabled: false }).all();
  return Promise.all(buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? (await button.innerText())));
}
