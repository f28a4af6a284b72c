import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createRestApp } from './app';
import type { RestRoutes } from './routes';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
let app: RestRoutes;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  app = createRestApp({ db, services: made.services, log: silentLogger });
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

/** For each route that names something by an id: a request for what belongs to `owner`. */
const samples: Readonly<Record<string, (owner: FullWorkspace) => { readonly path: string; readonly body?: unknown }>> = {
  'GET /v1/convai/agents/:agentId': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}` }),
  'PATCH /v1/convai/agents/:agentId': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}`, body: { name: 'taken' } }),
  'DELETE /v1/convai/agents/:agentId': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}` }),
  'POST /v1/convai/agents/:agentId/duplicate': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/duplicate`, body: {} }),
  'GET /v1/convai/agents/:agentId/link': ({ agentId }) => ({ path: `/v1/convai/agents/${agentId}/link` }),
  'GET /v1/convai/conversations/:conversationId': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}` }),
  'DELETE /v1/convai/conversations/:conversationId': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}` }),
  'GET /v1/convai/conversations/:conversationId/audio': ({ conversationId }) => ({ path: `/v1/convai/conversations/${conversationId}/audio?format=wav` }),
  'GET /v1/convai/conversation/get-signed-url': ({ agentId }) => ({ path: `/v1/convai/conversation/get-signed-url?agent_id=${agentId}` }),
  'GET /v1/convai/conversation/get_signed_url': ({ agentId }) => ({ path: `/v1/convai/conversation/get_signed_url?agent_id=${agentId}` }),
};

/** Routes that name nothing of a workspace's own, or that are open to whoever holds an id by the API's design. */
const others = new Set([
  'GET /v1/convai/agents',
  'POST /v1/convai/agents/create',
  'GET /v1/convai/agents/:agentId/widget',
  'GET /v1/convai/conversations',
  'POST /v1/convai/conversations/:conversationId/feedback',
  'GET /v1/convai/conversation/token',
  'GET /v1/convai/llm/list',
  'GET /v1/voices',
  'GET /v2/voices',
  'GET /v1/voices/settings/default',
  'GET /v1/voices/:voiceId',
  'GET /v1/models',
  'GET /v1/user',
  'GET /v1/user/subscription',
  'POST /v1/internal/catalogue/providers',
  'POST /v1/internal/catalogue/check',
  'POST /v1/internal/catalogue/voices',
  'POST /v1/internal/catalogue/localSpeech',
  'POST /v1/internal/catalogue/preview',
]);

function request(route: string, owner: FullWorkspace, key: string | undefined): Promise<Response> {
  const [method = 'GET'] = route.split(' ');
  const { path, body } = samples[route]?.(owner) ?? { path: '/none' };
  return Promise.resolve(
    app.request(path, {
      method,
      headers: { ...(key === undefined ? {} : { 'xi-api-key': key }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

describe('the sweep', () => {
  it('has a sample for every route', () => {
    const routes = [...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`))];
    expect(routes.length).toBeGreaterThan(20);
    expect([...Object.keys(samples), ...others].sort()).toEqual(routes.sort());
  });

  it.each(Object.keys(samples))("%s with another workspace's key finds nothing", async (route) => {
    const answer = await request(route, a, b.apiKey);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail: { status: 'not_found' } });
  });

  it.each(Object.keys(samples))('%s without a key and with a wrong one is refused', async (route) => {
    expect((await request(route, a, undefined)).status).toBe(401);
    expect((await request(route, a, `pk_${'x'.repeat(43)}`)).status).toBe(401);
    expect((await request(route, a, 'nonsense')).status).toBe(401);
  });

  it('lists nothing of another workspace', async () => {
    for (const path of ['/v1/convai/agents', '/v1/convai/conversations']) {
      const text = await (await app.request(path, { headers: { 'xi-api-key': b.apiKey } })).text();
      expect(text).toContain(b.agentId);
      expect(text).not.toContain(a.agentId);
      expect(text).not.toContain(a.conversationId);
    }
  });

  it("finds one's own with the same requests, so that 404 above means something", async () => {
    for (const route of Object.keys(samples).filter((name) => name.startsWith('GET'))) {
      expect((await request(route, a, a.apiKey)).status, route).toBe(200);
    }
  });

  it('left everything of the other workspace as it was', async () => {
    expect(await db.agent.findUnique({ where: { id: a.agentId } })).toMatchObject({ name: 'Agent', deletedAt: null, versionNumber: 1 });
    expect(await db.conversation.count({ where: { id: a.conversationId } })).toBe(1);
  });
});
