// How fast the dashboard is in a browser over many conversations, and how much of it is loaded:
// `npm run bench -- dashboard [--conversations 100000] [--rounds 7] [--only agent]`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { scriptBytes } from '../../e2e/fixtures/script-bytes';
import { freePort } from '../../scripts/house/free-port';
import { withDatabase } from '../../scripts/house/with-database';
import { findChromium } from '../../scripts/testing/find-chromium';
import { loadHouseEnv } from '../../server/config/env';
import { closeDatabase, openDatabase } from '../../server/db/client';
import { percentile, printTable } from '../lib/figures';
import { writeConversations } from './write-conversations';

const { values } = parseArgs({
  options: { conversations: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '7' }, only: { type: 'string', default: '' } },
});
const conversations = Number(values.conversations);
const rounds = Number(values.rounds);
const startLimitMs = 300_000;

const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
const port = await freePort();
const environment = { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', PARLEY_MODELS: 'off' };
const address = `http://127.0.0.1:${port}`;
const product = spawn(process.execPath, ['scripts/bootstrap.mjs', 'scripts/start.ts'], {
  env: environment,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const signInLink = await readyLink(product);
  const agentId = await withDatabase(loadHouseEnv(environment), async (url) => {
    const db = openDatabase(url);
    try {
      return await writeConversations(db, { workspaceSlug: 'demo', count: conversations });
    } finally {
      await closeDatabase(db);
    }
  });
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu'] });
  await measure(browser, signInLink, agentId);
  await browser.close();
} finally {
  product.kill('SIGTERM');
  await once(product, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}

/** The address that signs the owner in, once the product says that it is ready. */
async function readyLink(child: ChildProcess): Promise<string> {
  let printed = '';
  const limit = AbortSignal.timeout(startLimitMs);
  for (;;) {
    const [chunk] = (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data', { signal: limit })) as [Buffer];
    printed += chunk.toString();
    const link = /Sign in \(works once\): (\S+)/.exec(printed)?.[1];
    if (link !== undefined) return link;
  }
}

async function measure(browser: Browser, signInLink: string, agentId: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: address });
  const page = await context.newPage();
  await page.goto(signInLink);
  await page.waitForURL('**/w/**');

  console.log(
    `\n${conversations} conversations of a week to a year ago in one workspace; the product as \`npm start\` runs it, embedded database, this browser`,
  );
  console.log(`on the same machine. Each page ${rounds} times after one that does not count; median and slowest. "Useful": its own content is there to be`);
  console.log('read, from the request of the page (cold: nothing in the cache of the browser). JS: what the first load fetches, gzipped.\n');
  const places: readonly Place[] = [
    { name: 'home', path: '', isUseful: 'main h1' },
    { name: 'agents', path: '/agents', isUseful: 'main table tbody tr, main li a' },
    { name: 'agent', path: `/agents/${agentId}`, isUseful: 'main textarea' },
    { name: 'conversations', path: '/conversations', isUseful: 'main table tbody tr' },
    { name: 'conversations, failed ones', path: '/conversations?outcome=failure', isUseful: 'main table tbody tr' },
    { name: 'conversations, a common word', path: '/conversations?search=reservation', isUseful: 'main table tbody tr' },
    { name: 'conversations, a word of one of them', path: '/conversations?search=needle-in-a-haystack', isUseful: 'main table tbody tr' },
    { name: 'conversations, a word of none', path: '/conversations?search=nobodysaidthis', isUseful: 'main h2, main h3' },
    { name: 'analytics', path: '/analytics', isUseful: 'main svg' },
    { name: 'knowledge', path: '/knowledge', isUseful: 'main h1' },
    { name: 'tools', path: '/tools', isUseful: 'main h1' },
    { name: 'tests', path: '/tests', isUseful: 'main h1' },
    { name: 'members', path: '/settings/members', isUseful: 'main table tbody tr' },
    { name: 'audit log', path: '/settings/audit-log', isUseful: 'main h1' },
  ];
  const rows = [['page', 'useful, ms', 'useful, cold, ms', 'first byte, ms', 'JS, kB']];
  for (const place of places.filter(({ name }) => values.only === '' || name === values.only)) {
    const warm = await loads(page, place);
    const cold = await loads(page, place, { isCold: true, count: 1 });
    rows.push([
      place.name,
      times(warm.useful),
      times(cold.useful),
      times(warm.firstByte),
      String(Math.round((await scriptBytes(page.request, `/w/demo${place.path}`)) / 1000)),
    ]);
  }
  printTable(rows);
  if (values.only !== '') return context.close();

  console.log('\nFrom home to another page by the sidebar, once its link was pointed at and its page fetched, from the click to the new heading, in ms:\n');
  const routes = [['to', 'ms']];
  for (const name of ['Agents', 'Conversations', 'Analytics', 'Knowledge', 'Tools', 'Tests', 'Members']) routes.push([name, times(await changes(page, name))]);
  printTable(routes);
  await context.close();
}

interface Place {
  readonly name: string;
  readonly path: string;
  /** Selects what makes the page useful. */
  readonly isUseful: string;
}

async function loads(page: Page, place: Place, { isCold = false, count = rounds } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: isCold });
  const useful: number[] = [];
  const firstByte: number[] = [];
  for (let round = isCold ? 1 : 0; round <= count; round++) {
    await page.goto('about:blank');
    await page.goto(`/w/demo${place.path}`, { waitUntil: 'commit' });
    // Looked for at every frame by the page itself: whoever asks from outside asks less and less often.
    const at = await page.evaluate(async (selector) => {
      const limit = performance.now() + 30_000;
      while (document.querySelector(selector)?.checkVisibility() !== true) {
        if (performance.now() > limit) throw new Error(`${selector} did not come`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return { useful: performance.now(), firstByte: load?.responseStart ?? Number.NaN };
    }, place.isUseful);
    await page.waitForLoadState('load');
    if (round === 0) continue;
    useful.push(at.useful);
    firstByte.push(at.firstByte);
  }
  await session.detach();
  return { useful, firstByte };
}

async function changes(page: Page, name: string): Promise<number[]> {
  const list: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await page.goto('/w/demo');
    await page.waitForLoadState('networkidle');
    await page.locator('nav').getByRole('link', { name, exact: true }).hover();
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(600);
    const took = await page.evaluate(async (label) => {
      const link = [...document.querySelectorAll<HTMLAnchorElement>('nav a')].find((each) => each.textContent?.trim() === label);
      if (link === undefined) throw new Error(`no link ${label}`);
      const before = document.querySelector('main h1')?.textContent;
      const startedAt = performance.now();
      link.click();
      const limit = startedAt + 10_000;
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const heading = document.querySelector('main h1')?.textContent;
        if (heading !== undefined && heading !== before) return performance.now() - startedAt;
        if (performance.now() > limit) throw new Error(`${label} did not open`);
      }
    }, name);
    if (round > 0) list.push(took);
  }
  return list;
}

function times(list: readonly number[]): string {
  return `${Math.round(percentile(list, 0.5))} (${Math.round(Math.max(...list))})`;
}
