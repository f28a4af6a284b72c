import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { type Logger, silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { type Dice, dice, oneOf } from '../testing/dice';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createRestApp } from './app';
import { publicRoutes } from './public-routes';
import type { Route } from './route';
import type { RestRoutes, RouteDeps } from './routes';
import type { Sweep } from './sweeps/sweep';
import { wireShapes } from './wire/catalogue';
import { bodyOf, broken, oddities } from '../testing/fuzz-bodies';

// Requests that nobody means: each route is asked with what is wrong in its path, query, body and headers. Whatever it answers, it is no
// failure of ours, it is told in the API's form, and nothing of another workspace is in it.

const requestsARoute = 30;

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let own: FullWorkspace;
let others: FullWorkspace;
let app: RestRoutes;
const made = makeServices();
const logged: string[] = [];

const files = import.meta.glob<Readonly<Record<string, Sweep>>>('./sweeps/*.ts', { eager: true });
const sweeps = Object.entries(files)
  .filter(([file]) => !file.endsWith('/sweep.ts'))
  .flatMap(([, exported]) => Object.values(exported));
const samples = Object.assign({}, ...sweeps.map((sweep) => sweep.samples)) as Sweep['samples'];

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a: own, b: others } = await makeTwoWorkspaces(db, made.services));
  for (const { make } of sweeps) {
    own = { ...own, ...(await make?.(own, made.services)) };
    others = { ...others, ...(await make?.(others, made.services)) };
  }
  app = createRestApp({ db, services: made.services, log: listening(), requestsPerMinute: 1_000_000 });
}, 60_000);

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

/** A log whose errors are kept, to tell of them. */
function listening(): Logger {
  const log = { ...silentLogger, error: (details: unknown, message?: string) => void logged.push(`${message ?? ''} ${describe(details)}`), child: () => log };
  return log as unknown as Logger;
}

function describe(details: unknown): string {
  const { err } = details as { err?: unknown };
  return err instanceof Error ? `${err.message} ${err.stack?.split('\n')[1]?.trim() ?? ''}` : JSON.stringify(details).slice(0, 300);
}

interface Asked {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const pathOddities = ['x', '%00', '%ff', '..', '%2e%2e%2f', 'a'.repeat(3_000), '🙂', '-1', 'null', "'--"];

function pathOf({ key, endpoint }: Route, throws: Dice): string {
  const sample = samples[key]?.(throws(3) === 0 ? others : own).path ?? endpoint.path.replaceAll(/\{[^}]+\}/gu, 'x');
  const [bare = ''] = sample.split('?');
  const names = [...endpoint.path.matchAll(/\{[^}]+\}/gu)].length;
  const odd =
    names === 0 || throws(2) === 0
      ? bare
      : bare
          .split('/')
          .map((part, i) => (endpoint.path.split('/')[i]?.startsWith('{') === true && throws(2) === 0 ? oneOf(throws, pathOddities) : part))
          .join('/');
  const query = endpoint.query.filter(() => throws(3) === 0).map((name) => `${name}=${encodeURIComponent(oddText(throws))}`);
  return query.length === 0 ? odd : `${odd}?${query.join('&')}`;
}

function oddText(throws: Dice): string {
  const value = oneOf(throws, oddities);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.toWellFormed().slice(0, 4_000);
}

function bodyFor(route: Route, throws: Dice): { readonly body?: string; readonly type?: string } {
  const { endpoint, key } = route;
  if (endpoint.method === 'GET') return {};
  const kind = throws(12);
  if (kind === 0) return { body: '{"unfinished": ', type: 'application/json' };
  if (kind === 1) return { body: '', type: 'application/json' };
  if (kind === 2) return { body: 'a=b&c', type: 'application/x-www-form-urlencoded' };
  if (kind === 3)
    return {
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\u0000\u0001\r\n--x--',
      type: 'multipart/form-data; boundary=x',
    };
  if (kind === 4) return { body: '--x\r\nbroken', type: 'multipart/form-data; boundary=x' };
  if (kind === 5) return { body: '<a/>', type: 'text/xml' };
  if (endpoint.form !== null) {
    const parts = endpoint.form.map((name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${oddText(throws)}\r\n`);
    return { body: `${parts.join('')}--x--\r\n`, type: 'multipart/form-data; boundary=x' };
  }
  const sample = samples[key]?.(own).body;
  const whole = sample !== undefined && throws(2) === 0 ? sample : endpoint.request === null ? {} : bodyOf(endpoint.request, wireShapes(), throws);
  const body = kind === 6 ? whole : broken(whole, throws);
  return { body: JSON.stringify(body) ?? '', type: 'application/json' };
}

function requestFor(route: Route, throws: Dice): Asked {
  const { body, type } = bodyFor(route, throws);
  const key = throws(8) > 0 ? own.fullKey : oneOf(throws, [`pk_${'x'.repeat(43)}`, '\u00e9', '']);
  return {
    path: pathOf(route, throws),
    method: route.endpoint.method,
    headers: {
      'x-forwarded-for': `2001:db8::${throws(65_536).toString(16)}:${throws(65_536).toString(16)}`,
      ...(key === '' ? {} : { 'xi-api-key': key }),
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(throws(10) === 0 ? { 'idempotency-key': 'x'.repeat(throws(400)) } : {}),
      ...(throws(10) === 0 ? { origin: 'null' } : {}),
      ...(throws(10) === 0 ? { range: 'bytes=9-1' } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}

it('no request makes the API fail, whatever is wrong with it, and none tells of another workspace', { timeout: 240_000 }, async () => {
  // What takes things away comes last: before that there is something to find.
  const isLast = ({ endpoint }: Route) => Number(endpoint.method === 'DELETE');
  const routes = [...publicRoutes({ services: made.services } as unknown as RouteDeps)].sort((a, b) => isLast(a) - isLast(b));
  const secrets = [others.fullKey, others.apiKey];
  const failures: string[] = [];
  const throws = dice(20_261_127);
  let asked = 0;
  let refused = 0;
  for (const route of routes) {
    for (let i = 0; i < requestsARoute; i++) {
      const { path, method, headers, body } = requestFor(route, throws);
      const loggedBefore = logged.length;
      const answer = await app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = await answer.text();
      asked += 1;
      const told = `${method} ${path.slice(0, 160)} ${headers['content-type'] ?? ''} ${(body ?? '').slice(0, 300)} → ${answer.status} ${text.slice(0, 200)} ${logged.slice(loggedBefore).join(' ')}`;
      if (answer.status >= 500 && answer.status !== 501) failures.push(told);
      if (answer.status >= 400) {
        refused += 1;
        if (!isApisError(text)) failures.push(`not told as the API does: ${told}`);
      }
      if (secrets.some((secret) => text.includes(secret))) failures.push(`tells a secret: ${told}`);
    }
  }
  expect(failures.slice(0, 40)).toEqual([]);
  expect(asked).toBe(routes.length * requestsARoute);
  // Most of it was wrong, and was found to be.
  expect(refused / asked).toBeGreaterThan(0.5);
  expect((await app.request('/v1/convai/agents', { headers: { 'xi-api-key': own.fullKey } })).status).toBe(200);
  expect(await db.conversation.count({ where: { id: others.conversationId } })).toBe(1);
});

function isApisError(text: string): boolean {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return detail !== undefined;
  } catch {
    return false;
  }
}
