import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createRestApp } from './app';
import { publicRoutes } from './public-routes';
import type { RestRoutes, RouteDeps } from './routes';
import type { Sweep } from './sweeps/sweep';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
let app: RestRoutes;
const made = makeServices();

/** One file for each family of routes; adding a route means adding its sample there. */
const files = import.meta.glob<Readonly<Record<string, Sweep>>>('./sweeps/*.ts', { eager: true });
const sweeps = Object.entries(files)
  .filter(([file]) => !file.endsWith('/sweep.ts'))
  .flatMap(([, exported]) => Object.values(exported));
const samples = Object.assign({}, ...sweeps.map((sweep) => sweep.samples)) as Sweep['samples'];
const others = sweeps.flatMap((sweep) => sweep.others);
const lists = sweeps.flatMap((sweep) => sweep.lists ?? []);

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  for (const { make } of sweeps) {
    a = { ...a, ...(await make?.(a, made.services)) };
    b = { ...b, ...(await make?.(b, made.services)) };
  }
  app = createRestApp({ db, services: made.services, log: silentLogger });
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

function request(route: string, owner: FullWorkspace, key: string | undefined): Promise<Response> {
  const [method = 'GET'] = route.split(' ');
  const { path, body } = samples[route]?.(owner) ?? { path: '/none' };
  return Promise.resolve(
    app.request(path, {
      method,
      headers: {
        ...(key === undefined ? {} : { 'xi-api-key': key }),
        'content-type': 'application/json',
        // Each route from an address of its own: wrong keys are counted by address.
        'x-forwarded-for': `2001:db8::${(Object.keys(samples).indexOf(route) + 1).toString(16)}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

describe('the sweep', () => {
  it('has a sample for every route', () => {
    const routes = publicRoutes({ services: made.services } as unknown as RouteDeps).map(({ key }) => key);
    expect(routes.length).toBeGreaterThan(20);
    expect([...Object.keys(samples), ...others].sort()).toEqual([...routes].sort());
  });

  it('has routes of the official list, their description, the widget, and the few of our own web process', () => {
    const own = [...new Set(app.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/v')).map(({ path }) => path))];
    const widget = ['/widget.js', '/widget/languages/:file{[a-z-]{2,8}\\.svg}', '/widget/noise.png', '/widget/preview', '/widget/preview.js'];
    expect(own.sort()).toEqual(['/docs/api', '/docs/api/reference.js', '/openapi.json', ...widget]);
    const internal = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/internal/')).map(({ path }) => path.split('/').at(-1));
    expect(internal.sort()).toEqual(['check', 'localSpeech', 'preview', 'providers', 'readPage', 'search', 'voices']);
  });

  it.each(Object.keys(samples))("%s with another workspace's key finds nothing", async (route) => {
    const answer = await request(route, a, b.fullKey);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail: { status: expect.stringMatching(/not_found$/) } });
  });

  it.each(Object.keys(samples))('%s without a key and with a wrong one is refused', async (route) => {
    expect((await request(route, a, undefined)).status).toBe(401);
    expect((await request(route, a, `pk_${'x'.repeat(43)}`)).status).toBe(401);
    expect((await request(route, a, 'nonsense')).status).toBe(401);
  });

  it.each(lists)('$path lists nothing of another workspace', async ({ path, own }) => {
    const text = await (await app.request(path, { headers: { 'xi-api-key': b.fullKey } })).text();
    expect(text).toContain(own(b));
    expect(text).not.toContain(own(a));
  });

  it("finds one's own with the same requests, so that 404 above means something", async () => {
    for (const route of Object.keys(samples).filter((name) => name.startsWith('GET'))) {
      expect((await request(route, a, a.fullKey)).status, route).toBe(200);
    }
  });

  it('left everything of the other workspace as it was', async () => {
    expect(await db.agent.findUnique({ where: { id: a.agentId } })).toMatchObject({ name: 'Agent', deletedAt: null, versionNumber: 1 });
    expect(await db.conversation.count({ where: { id: a.conversationId } })).toBe(1);
  });
});
