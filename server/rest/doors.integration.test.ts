import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { type ErrorCode, errors } from '../contracts/errors';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { admitConversation } from '../domain/conversations/admit-conversation';
import type { WebCall } from '../domain/conversations/invite-participant';
import { AppError } from '../lib/app-error';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { makeServices, testSecret } from '../testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createCaller } from '../trpc/caller';
import { toTrpcError } from '../trpc/errors';
import { createRestApp } from './app';
import type { RestRoutes, RestVariables } from './routes';
import { answerError } from './errors';
import { encode } from 'next-auth/jwt';
import { sessionSecret } from '../auth/session-cookie';
import { internalToken } from '../auth/internal-token';
import { remoteCatalogue } from '../domain/providers/remote-catalogue';
import { startRestServer } from '../testing/rest-server';
import { createConversationSignature } from '../auth/conversation-token';

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

const codes = Object.keys(errors) as ErrorCode[];
const withKey = (path: string, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(
    app.request(path, { ...init, headers: { 'xi-api-key': a.apiKey, 'content-type': 'application/json', ...(init.headers as Record<string, string>) } }),
  );

describe('the table of errors', () => {
  it.each(codes)('%s leaves through the public API as it says', async (code) => {
    const door = new Hono<RestVariables>();
    door.onError((thrown, context) => answerError(context, thrown));
    door.get('/', (context) => {
      context.set('requestId', 'req-1');
      context.set('log', silentLogger);
      throw new AppError(code, 'internal wording', { publicMessage: 'for the caller' });
    });
    const answer = await door.request('/');
    expect(answer.status).toBe(errors[code].http);
    const body = await answer.json();
    if (code === 'invalid_input') expect(body).toEqual({ detail: [{ loc: ['body'], msg: 'for the caller', type: 'value_error' }] });
    else expect(body).toMatchObject({ detail: { status: errors[code].status, message: 'for the caller', request_id: 'req-1' } });
    expect(JSON.stringify(body)).not.toContain('internal wording');
  });

  it.each(codes)('%s leaves through tRPC as it says', (code) => {
    const error = toTrpcError(new AppError(code, 'internal wording', { publicMessage: 'for the caller' }));
    expect(error.code).toBe(errors[code].trpc);
    expect(error.message).toBe('for the caller');
    expect(getHTTPStatusCodeFromError(error)).toBe(errors[code].http);
  });

  it('says nothing of an error nobody foresaw, through either door', async () => {
    const thrown = new Error('password=hunter2 at db.internal');
    const broken = createRestApp({ db: { apiKey: { findUnique: () => Promise.reject(thrown) } } as never, services: made.services, log: silentLogger });
    const answer = await broken.request('/v1/convai/agents', { headers: { 'xi-api-key': a.apiKey } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    expect(toTrpcError(thrown).message).not.toContain('hunter2');
  });

  it('is what a procedure throws', async () => {
    const caller = createCaller({
      session: { userId: a.ownerId, email: '', name: null, image: null, locale: null },
      db,
      services: made.services,
      ip: undefined,
      requestId: 'r',
      log: silentLogger,
    });
    const attempt = caller.agents.get({ workspace: a.slug, agentId: 'agent_none' });
    await expect(attempt).rejects.toBeInstanceOf(TRPCError);
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(caller.agents.update({ workspace: a.slug, agentId: a.agentId, changes: { conversationConfig: { tts: { speed: 9 } } } })).rejects.toMatchObject(
      { code: 'UNPROCESSABLE_CONTENT' },
    );
    await expect(caller.agents.list({ workspace: a.slug, pageSize: 1000 })).rejects.toMatchObject({ code: 'BAD_REQUEST', cause: expect.any(ZodError) });
  });
});

describe('what bad input gets', () => {
  it('tells a route that does not exist from a thing that does not', async () => {
    const route = await withKey('/v1/convai/nonsense');
    expect([route.status, await route.json()]).toEqual([404, { detail: 'Not Found' }]);
    const thing = await withKey('/v1/convai/agents/agent_none');
    expect([thing.status, await thing.json()]).toMatchObject([404, { detail: { status: 'not_found' } }]);
  });

  it.each([
    ['no JSON', '{"name":', ['body'], 'not valid JSON'],
    ['a list where an object belongs', '[]', ['body'], ''],
    ['a missing section', '{"name":"x"}', ['body', 'conversation_config'], ''],
    ['a wrong type', '{"conversation_config":{"agent":{"first_message":7}}}', ['body', 'conversation_config', 'agent', 'first_message'], ''],
    ['a value out of range', '{"conversation_config":{"turn":{"turn_timeout":100}}}', ['body', 'conversation_config', 'turn', 'turn_timeout'], ''],
  ])('%s: says where', async (_, body, loc, message) => {
    const answer = await withKey('/v1/convai/agents/create', { method: 'POST', body });
    expect(answer.status).toBe(422);
    const { detail } = (await answer.json()) as { detail: { loc: unknown; msg: string; type: string }[] };
    expect(detail[0]?.loc).toEqual(loc);
    expect(detail[0]?.msg).toContain(message);
    expect(typeof detail[0]?.type).toBe('string');
  });

  it('ten megabytes are too large, whether their length is announced or not', async () => {
    const large = JSON.stringify({ conversation_config: { agent: { prompt: { prompt: 'x'.repeat(10_000_000) } } } });
    const announced = await withKey('/v1/convai/agents/create', { method: 'POST', body: large, headers: { 'content-length': String(large.length) } });
    expect(announced.status).toBe(413);
    const stream = new Blob([large]).stream();
    const streamed = await withKey('/v1/convai/agents/create', { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await streamed.json()).toMatchObject({ detail: { status: 'payload_too_large' } });
  });

  it('too many requests are told how long to wait, and one caller does not use up another', async () => {
    const strict = createRestApp({ db, services: made.services, log: silentLogger, requestsPerMinute: 2 });
    const ask = (key: string) => strict.request('/v1/convai/agents', { headers: { 'xi-api-key': key } });
    const answers = [await ask(a.apiKey), await ask(a.apiKey), await ask(a.apiKey)];
    // The minute may turn between two of them; then the third is the second of the next.
    const last = answers[2]?.status === 429 ? answers[2] : await ask(a.apiKey);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.get('ratelimit-remaining')).toBe('0');
    expect((await ask(b.apiKey)).status).toBe(200);
  });
});

describe('browsers', () => {
  it('may ask from any page, and read errors too', async () => {
    const preflight = await app.request(`/v1/convai/agents/${a.agentId}/widget`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'content-type,xi-api-key,x-fern-language',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-fern-language');
    for (const path of [`/v1/convai/agents/${a.agentId}/widget`, '/v1/convai/conversation/token?agent_id=x', '/v1/nonsense', '/v1/convai/agents']) {
      const answer = await app.request(path, { headers: { origin: 'https://example.com' } });
      expect(answer.headers.get('access-control-allow-origin'), path).toBe('*');
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
    }
  });

  it('are told plainly that there is no WebRTC', async () => {
    const answer = await app.request(`/v1/convai/conversation/token?agent_id=${a.agentId}`);
    expect(answer.status).toBe(412);
    const { detail } = (await answer.json()) as { detail: { status: string; message: string } };
    expect(detail.status).toBe('not_configured');
    for (const name of ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET']) expect(detail.message).toContain(name);
  });

  it('are let into a room as they are into a conversation socket', async () => {
    const calls: WebCall[] = [];
    const open = async (call: WebCall) => {
      calls.push(call);
      return 'a-token';
    };
    const door = createRestApp({ db, services: { ...made.services, webCalls: { open } }, log: silentLogger });
    const ask = (headers: Record<string, string> = {}, agentId = a.agentId) =>
      door.request(`/v1/convai/conversation/token?agent_id=${agentId}&source=js_sdk&version=1.2.3`, { headers });
    const restrict = (auth: object) => withKey(`/v1/convai/agents/${a.agentId}`, { method: 'PATCH', body: JSON.stringify({ platform_settings: { auth } }) });

    expect((await ask()).status).toBe(401);
    expect((await restrict({ enable_auth: false })).status).toBe(200);
    const answer = await ask({ origin: 'https://example.com' });
    expect(answer.status).toBe(200);
    const { token, conversation_id: conversationId } = (await answer.json()) as { token: string; conversation_id: string };
    expect(token).toBe('a-token');
    expect(conversationId).toMatch(/^conv_[a-zA-Z0-9]+$/u);
    expect(calls).toMatchObject([{ agentId: a.agentId, conversationId, source: 'js_sdk', sourceVersion: '1.2.3', origin: 'https://example.com' }]);
    const admitted = await admitConversation(db, {
      agentId: a.agentId,
      authorization: { kind: 'signed-url', signature: calls[0]?.signature ?? '', secret: testSecret },
      source: 'js_sdk',
      hostId: 'host',
    });
    expect(admitted.conversationId).toBe(conversationId);
    expect(await a.scope.db.conversation.findFirst({ where: { id: conversationId } })).toMatchObject({ authorizationMethod: 'livekit_token' });

    expect((await restrict({ enable_auth: true, allowlist: [] })).status).toBe(200);
    expect((await ask()).status).toBe(401);
    expect((await ask({ 'xi-api-key': a.fullKey })).status).toBe(200);
    expect((await ask({ 'xi-api-key': b.fullKey })).status).toBe(404);
    expect((await restrict({ enable_auth: false, allowlist: [{ hostname: 'example.com' }] })).status).toBe(200);
    expect((await ask({ origin: 'https://other.example' })).status).toBe(403);
    expect((await ask({ origin: 'https://example.com' })).status).toBe(200);
    expect((await ask({}, 'agent_none')).status).toBe(404);
    expect((await restrict({ enable_auth: true, allowlist: [] })).status).toBe(200);
  });

  it('get a private agent from the widget with a signature for that agent alone', async () => {
    const path = (signature: string) => `/v1/convai/agents/${a.agentId}/widget?conversation_signature=${signature}`;
    expect((await app.request(path(a.signature))).status).toBe(200);
    expect((await app.request(path(b.signature))).status).toBe(401);
    expect((await app.request(path('nonsense.nonsense'))).status).toBe(401);
    const expired = createConversationSignature(testSecret, { agentId: a.agentId, workspaceId: a.id, purpose: 'signed-url', expiresAtMs: Date.now() - 1 });
    expect((await app.request(path(expired))).status).toBe(401);
    expect(await (await app.request(path(a.signature))).text()).not.toContain('prompt');
  });
});

describe('a recording', () => {
  const path = () => `/v1/convai/conversations/${a.conversationId}/audio`;
  const cookieOf = async (userId: string) =>
    `next-auth.session-token=${await encode({ token: { userId, sessionVersion: 0 }, secret: sessionSecret(testSecret) })}`;

  it('is MP3 by default and WAV when asked for, whole or in part', async () => {
    const mp3 = await withKey(path());
    expect(mp3.headers.get('content-type')).toBe('audio/mpeg');
    const wav = Buffer.from(await (await withKey(`${path()}?format=wav`)).arrayBuffer());
    expect(wav.toString('ascii', 0, 4)).toBe('RIFF');
    expect((await withKey(path(), { headers: { accept: 'audio/wav' } })).headers.get('content-type')).toBe('audio/wav');
    const part = await withKey(`${path()}?format=wav`, { headers: { range: 'bytes=8-11' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 8-11/${wav.length}`);
    expect(await part.text()).toBe('WAVE');
    const tail = await withKey(`${path()}?format=wav`, { headers: { range: 'bytes=-4' } });
    expect((await tail.arrayBuffer()).byteLength).toBe(4);
  });

  it('is played to signed-in members of its workspace, and to nobody else', async () => {
    const ask = async (cookie: string) => (await app.request(`${path()}?format=wav`, { headers: { cookie } })).status;
    expect(await ask(await cookieOf(a.ownerId))).toBe(200);
    expect(await ask(await cookieOf(b.ownerId))).toBe(404);
    expect(await ask('')).toBe(401);
  });
});

describe('the catalogue between our processes', () => {
  it('answers whoever knows the secret, with its errors, and does not exist for others', async () => {
    const server = await startRestServer(db, made.services);
    try {
      const ours = remoteCatalogue({ url: server.url, secret: testSecret });
      expect((await ours.providers()).map((provider) => provider.name)).toEqual(['scripted', 'local']);
      expect(await ours.check('scripted', { apiKey: 'good-key' })).toEqual({ ok: true, detail: 'works' });
      expect((await ours.voices({})).map((voice) => voice.ref)).toEqual(['local:ada']);
      const preview = { provider: 'local', voiceId: 'ada', text: 'hello', language: 'en', settings: null };
      expect((await ours.preview(preview)).toString('ascii', 0, 4)).toBe('RIFF');
      await expect(ours.preview({ ...preview, voiceId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });

      const stranger = await fetch(`${server.url}/v1/internal/catalogue/providers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${internalToken('another secret')}` },
      });
      expect([stranger.status, await stranger.json()]).toEqual([404, { detail: 'Not Found' }]);
      expect((await fetch(`${server.url}/v1/internal/catalogue/providers`, { method: 'POST' })).status).toBe(404);
    } finally {
      await server.close();
    }
    await expect(remoteCatalogue({ url: 'http://127.0.0.1:1', secret: testSecret }).providers()).rejects.toMatchObject({ code: 'provider_unavailable' });
  });
});
