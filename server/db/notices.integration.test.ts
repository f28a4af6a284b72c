import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../lib/clock';
import { silentLogger } from '../lib/logger';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { type OpenNotices, openNotices, type OpenNoticesOptions } from './notices';

let database: TestDatabase;
let admin: pg.Client;
const opened: OpenNotices[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((notices) => notices.close()));
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

async function open(options: Partial<OpenNoticesOptions> = {}) {
  const notices = openNotices({ url: database.url, clock: systemClock, log: silentLogger, ...options });
  opened.push(notices);
  const heard: unknown[] = [];
  const events: string[] = [];
  notices.on('word', (body) => heard.push(body));
  notices.onCame(() => events.push('came'));
  notices.onGone(() => events.push('gone'));
  notices.onMissed(() => events.push('missed'));
  await notices.open();
  return { notices, heard, events };
}

/** As if the network or the database had failed for a moment. */
const breakConnections = () =>
  admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);

it('tells the others and not itself, in order, however much comes at once', async () => {
  const [a, b] = [await open(), await open()];
  const words = Array.from({ length: 500 }, (_, number) => ({ number, text: '“ñ' + 'x'.repeat(100) }));
  for (const word of words) a.notices.tell('word', word);
  await vi.waitFor(() => expect(b.heard).toEqual(words));
  expect(a.heard).toEqual([]);
});

it('knows who is there: who came, who took leave, and who fell silent', async () => {
  const a = await open({ goneAfterMs: 400 });
  const b = await open();
  await vi.waitFor(() => expect([a.events, b.events]).toEqual([['came'], ['came']]));
  await b.notices.close();
  await vi.waitFor(() => expect(a.events).toEqual(['came', 'gone']));
  // Its beats do not come any more, as those of a process that was killed.
  await open({ clock: { ...systemClock, after: () => () => {} } });
  await vi.waitFor(() => expect(a.events).toEqual(['came', 'gone', 'came', 'gone']), { timeout: 3_000 });
});

it('comes back after the connection broke, and both sides know that something may have been missed', async () => {
  const [a, b] = [await open(), await open()];
  await vi.waitFor(() => expect(b.events).toEqual(['came']));
  await breakConnections();
  await vi.waitFor(() => expect([a.events.includes('missed'), b.events.includes('missed')]).toEqual([true, true]), { timeout: 5_000 });
  await vi.waitFor(() => {
    a.notices.tell('word', { isBack: true });
    expect(b.heard).toContainEqual({ isBack: true });
  });
});

it('survives what is no notice, a listener that throws, and a notice that is too long, which the others are to make good', async () => {
  const [a, b] = [await open(), await open()];
  b.notices.on('bad', () => {
    throw new Error('not understood');
  });
  await admin.query(`SELECT pg_notify('parley', 'hello')`);
  a.notices.tell('bad', {});
  a.notices.tell('word', { text: 'x'.repeat(9_000) });
  await vi.waitFor(() => expect(b.events).toContain('missed'));
  a.notices.tell('word', { isFine: true });
  await vi.waitFor(() => expect(b.heard).toEqual([{ isFine: true }]));
});

it('tells nothing while nobody else is there, and everything from when somebody is', async () => {
  const wire: string[] = [];
  const listener = new pg.Client({ connectionString: database.url });
  listener.on('notification', ({ payload }) => wire.push(payload ?? ''));
  await listener.connect();
  await listener.query('LISTEN parley');
  const a = await open({ goneAfterMs: 600 });
  const beats = () => wire.filter((payload) => payload.includes('here')).length;
  await vi.waitFor(() => expect(beats()).toBeGreaterThan(5), { timeout: 5_000 });
  a.notices.tell('word', { isHeard: false });
  const before = beats();
  // The next beat is sent after what was told before it.
  await vi.waitFor(() => expect(beats()).toBeGreaterThan(before));
  const b = await open({ goneAfterMs: 600 });
  await vi.waitFor(() => expect(a.events).toContain('came'));
  a.notices.tell('word', { isHeard: true });
  await vi.waitFor(() => expect(b.heard).toEqual([{ isHeard: true }]));
  expect(wire.filter((payload) => payload.includes('word'))).toHaveLength(1);
  await listener.end();
});
