import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createRestApp } from './app';
import { publicRoutes } from './public-routes';
import type { RestRoutes, RouteDeps } from './routes';
import { wireShapes } from './wire/catalogue';
import type { Shape } from './wire/shape';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
let app: RestRoutes;
const made = makeServices();
const routes = publicRoutes({ services: made.services } as unknown as RouteDeps);

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  app = createRestApp({ db, services: made.services, log: silentLogger, requestsPerMinute: 100_000 });
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}, key = a.apiKey) =>
  app.request(path, { method: 'POST', headers: { 'xi-api-key': key, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

describe('an idempotency key', () => {
  const create = (name: string, key: string, apiKey = a.apiKey) =>
    post('/v1/convai/agents/create', { name, conversation_config: {} }, { 'idempotency-key': key }, apiKey);

  it('makes a repetition get the first answer, and nothing happen again', async () => {
    const first = await create('Once', 'key-1');
    const second = await create('Once', 'key-1');
    expect(second.status).toBe(200);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(await second.json()).toEqual(await first.json());
    expect(await a.scope.db.agent.count({ where: { name: 'Once' } })).toBe(1);
  });

  it('is refused for another request, and is free in another workspace', async () => {
    await create('One', 'key-2');
    expect((await create('Two', 'key-2')).status).toBe(422);
    const other = await create('Two', 'key-2', b.apiKey);
    expect(other.headers.get('idempotent-replayed')).toBeNull();
    expect(other.status).toBe(200);
  });

  it('of a request that failed can be used again', async () => {
    expect((await create('x'.repeat(300), 'key-3')).status).toBe(422);
    expect((await create('x', 'key-3')).status).toBe(200);
  });

  it('lets one of two that come at once through, and the other know', async () => {
    const statuses = (await Promise.all([create('Both', 'key-4'), create('Both', 'key-4')])).map(({ status }) => status).sort();
    expect([[200, 200].join(), [200, 409].join()]).toContain(statuses.join());
    expect(await a.scope.db.agent.count({ where: { name: 'Both' } })).toBe(1);
  });

  it('keeps no answer in the clear', async () => {
    const answer = (await (await create('Sealed', 'key-5')).json()) as { agent_id: string };
    const rows = await a.scope.db.idempotentRequest.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((row) => Buffer.from(row.answer ?? []).includes(answer.agent_id))).toBe(false);
  });
});

describe('the description of the API', () => {
  it('names every route, and every shape that it points at', async () => {
    const document = (await (await app.request('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: object };
    };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ key }) => key as string).sort());
    const pointedAt = new Set([...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect([...pointedAt].filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
    expect(pointedAt.size).toBeGreaterThan(50);
    const ids = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is shown by pages that load nothing from elsewhere', async () => {
    const page = await (await app.request('/docs/api')).text();
    expect(page).toContain('/docs/api/reference.js');
    expect(page).not.toMatch(/https?:\/\/(?!parley\.example)/);
    const script = await app.request('/docs/api/reference.js');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(await script.text()).toContain('Scalar');
  });
});

/** Values that are of the wrong kind wherever they land, or larger than anything should be. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  -1,
  2 ** 53,
  1e308,
  '',
  'x'.repeat(5000),
  [],
  [[]],
  {},
  { a: { b: [] } },
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  "'; DROP TABLE x; --",
];

describe('whatever is sent', () => {
  // Each route gets ids that do not exist, those of another workspace, and each wrong value in turn; the order is the same on every run.
  it.each(routes.map(({ key }) => key))('%s answers with no 5xx', async (key) => {
    const route = routes.find((candidate) => candidate.key === key);
    if (route === undefined) throw new Error('no such route');
    const { endpoint } = route;
    const ids = ['none', b.agentId, b.conversationId, '%00', '%F0%28%8C%28', 'x'.repeat(400), '..%2F..'];
    const queries = wrongValues.map((value, i) => {
      const query = new URLSearchParams(endpoint.query.map((name) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
      return i % 2 === 0 ? `?${query}` : '';
    });
    for (const [i, value] of wrongValues.entries()) {
      const path = endpoint.path.replaceAll(/\{\w+\}/g, () => ids[i % ids.length] ?? 'none') + queries[i];
      const hasBody = endpoint.method !== 'GET';
      const body = endpoint.request === null || i % 3 === 2 ? value : planted(endpoint.request, value);
      const answer = await app.request(path, {
        method: endpoint.method,
        headers: { 'xi-api-key': a.fullKey, 'content-type': endpoint.form !== null && i % 2 === 0 ? 'multipart/form-data; boundary=x' : 'application/json' },
        ...(hasBody ? { body: JSON.stringify(body) ?? '' } : {}),
      });
      const said = `${key} with ${JSON.stringify(value)?.slice(0, 40)}`;
      expect(answer.status, `${said}: ${answer.status >= 500 ? (await answer.text()).slice(0, 300) : ''}`).toBeLessThan(500);
    }
  });
});

/** An object of this shape in which every member has the same value: those it suits get through to the use case. */
function planted(shape: Shape, value: unknown, depth = 0): unknown {
  if (typeof shape === 'string' || depth > 3) return value;
  if ('ref' in shape) return planted(wireShapes()[shape.ref] ?? 'unknown', value, depth + 1);
  if ('array' in shape) return [planted(shape.array, value, depth + 1)];
  if ('map' in shape) return { name: planted(shape.map, value, depth + 1) };
  if ('anyOf' in shape) return planted(shape.anyOf[0] ?? 'unknown', value, depth + 1);
  if ('tag' in shape) {
    const [tag, of] = Object.entries(shape.cases)[0] ?? ['', 'unknown' as const];
    const inner = planted(of, value, depth + 1);
    return typeof inner === 'object' && inner !== null ? { ...inner, [shape.tag]: tag } : inner;
  }
  if (!('object' in shape)) return value;
  return Object.fromEntries(Object.entries(shape.object).map(([name, field]) => [name, fitting(field.type, value, depth)]));
}

/** The value where it has the right type, something harmless where it does not: else nothing would get past the check of the shape. */
function fitting(shape: Shape, value: unknown, depth: number): unknown {
  if (shape === 'string' || (typeof shape === 'object' && 'oneOf' in shape)) return typeof value === 'string' ? value : 'text';
  if (shape === 'number') return typeof value === 'number' ? value : 1;
  if (shape === 'boolean') return typeof value === 'boolean' ? value : false;
  return planted(shape, value, depth + 1);
}
