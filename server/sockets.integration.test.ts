import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { makeApiKey } from './auth/api-key';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import type { StartAnswer, StartRequest } from './contracts/voice-protocol';
import { type Database, openDatabase } from './db/client';
import { createApiKey } from './domain/api-keys/create-api-key';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makeMember, makeUser } from './testing/factories';
import { connectedSocket, memberCookie } from './testing/member-socket';
import { makeServices, testSecret } from './testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from './testing/two-workspaces';

let database: TestDatabase;
let db: Database;
let server: VoiceServer;
let url: string;
let a: FullWorkspace;
let b: FullWorkspace;
let keyOfA: string;
let keyOfB: string;
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-sockets-'));
const services = makeServices();
const sockets: Socket[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  ({ a, b } = await makeTwoWorkspaces(db, services.services));
  keyOfA = (await createApiKey(a.scope, { name: 'a' })).key;
  keyOfB = (await createApiKey(b.scope, { name: 'b' })).key;
  const env = loadEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off', PARLEY_MAX_CONVERSATIONS: '3' });
  server = buildServer(env, silentLogger);
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}, 60_000);

afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await server.stop(0);
  await db.$disconnect();
  await database.drop();
  services.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

function cookieOf(workspace: FullWorkspace): Promise<string> {
  return memberCookie(workspace.ownerId);
}

async function connected(namespace: string, cookie = ''): Promise<Socket> {
  const socket = await connectedSocket(url + namespace, cookie);
  sockets.push(socket);
  return socket;
}

const start = async (request: unknown, cookie?: string): Promise<StartAnswer> => {
  const socket = await connected('/voice', cookie);
  const answer = (await socket.timeout(10_000).emitWithAck('start', request)) as StartAnswer;
  if (answer.ok) {
    socket.emit('hangup');
    await vi.waitFor(() => expect(socket.connected).toBe(false), { timeout: 8_000 });
  }
  return answer;
};

/** Opens the conversation socket and gives what the server said first, and how it closed. */
function converse(query: string, headers: Record<string, string> = {}): Promise<{ first: Record<string, unknown> | null; code: number; reason: string }> {
  return new Promise((resolve) => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/convai/conversation?${query}`, { headers });
    let first: Record<string, unknown> | null = null;
    ws.on('open', () => ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' })));
    ws.on('message', (data) => {
      first ??= JSON.parse(String(data)) as Record<string, unknown>;
      if (first['type'] === 'conversation_initiation_metadata') ws.close(1000);
    });
    ws.on('close', (code, reason) => resolve({ first, code, reason: String(reason) }));
    ws.on('error', () => undefined);
  });
}

describe('every socket event, as a stranger to the workspace', () => {
  it('start on /voice: a member of one workspace cannot talk to a private agent of another', async () => {
    expect(await start({ agentId: a.agentId, textOnly: true } satisfies StartRequest, await cookieOf(a))).toMatchObject({ ok: true });
    const answer = await start({ agentId: a.agentId, textOnly: true }, await cookieOf(b));
    expect(answer).toMatchObject({ ok: false, code: 'unauthenticated' });
  });

  it("start on /voice: another workspace's version, token and key open nothing", async () => {
    expect(await start({ agentId: b.agentId, versionId: a.versionId, textOnly: true }, await cookieOf(b))).toMatchObject({ ok: false, code: 'not_found' });
    expect(await start({ agentId: a.agentId, token: b.signature, textOnly: true })).toMatchObject({ ok: false, code: 'unauthenticated' });
    expect(await start({ agentId: a.agentId, token: 'nonsense', textOnly: true })).toMatchObject({ ok: false });
  });

  it('watch on /live: only one’s own workspace', async () => {
    const asB = await connected('/live', await cookieOf(b));
    expect(await asB.timeout(5_000).emitWithAck('watch', a.slug)).toMatch(/does not exist/);
    expect(await asB.timeout(5_000).emitWithAck('watch', a.id)).toMatch(/does not exist/);
    expect(await asB.timeout(5_000).emitWithAck('watch', b.slug)).toBeNull();
    const stranger = await connected('/live');
    expect(await stranger.timeout(5_000).emitWithAck('watch', a.slug)).toMatch(/Sign in/);
  });

  it('watchConversation on /live: only one’s own workspace’s conversation', async () => {
    const answer = await start({ agentId: a.agentId, textOnly: true }, await cookieOf(a));
    const conversationId = answer.ok ? answer.conversationId : '';
    const [asA, asB, stranger] = [await connected('/live', await cookieOf(a)), await connected('/live', await cookieOf(b)), await connected('/live')];
    const ask = async (socket: Socket, workspace: string) =>
      (await socket.timeout(5_000).emitWithAck('watchConversation', workspace, conversationId)) as string | null;
    expect(await ask(asA, a.slug)).toBeNull();
    expect(await ask(asB, a.slug)).toMatch(/does not exist/);
    expect(await ask(asB, b.slug)).toMatch(/not found/);
    expect(await ask(stranger, a.slug)).toMatch(/Sign in/);
  });

  it('edit and saved on /live: only in one’s own workspace, with the right to, and told to nobody else', async () => {
    const edit = async (socket: Socket, workspace: string) =>
      (await socket.timeout(5_000).emitWithAck('edit', workspace, { agentId: a.agentId, branchId: 'agtbrch_1', hasChanges: true })) as string | null;
    const asB = await connected('/live', await cookieOf(b));
    const told: unknown[] = [];
    for (const event of ['editors', 'agentSaved']) asB.on(event, (what: unknown) => told.push(what));
    expect(await edit(asB, a.slug)).toMatch(/does not exist/);
    expect(await edit(await connected('/live'), a.slug)).toMatch(/Sign in/);
    const viewerId = (await makeUser(db)).id;
    await makeMember(db, a.id, viewerId, 'viewer');
    expect(await edit(await connected('/live', await cookieOf({ ...a, ownerId: viewerId })), a.slug)).toMatch(/permission/);
    // The same agent named in another workspace is another place.
    expect(await edit(asB, b.slug)).toBeNull();
    told.length = 0;

    const editorId = (await makeUser(db)).id;
    await makeMember(db, a.id, editorId, 'editor');
    const [owner, editor] = [await connected('/live', await cookieOf(a)), await connected('/live', await cookieOf({ ...a, ownerId: editorId }))];
    const seen: { people: { id: string; hasChanges: boolean }[] }[] = [];
    owner.on('editors', (now: (typeof seen)[number]) => seen.push(now));
    const saved = new Promise<unknown>((resolve) => owner.once('agentSaved', resolve));
    expect([await edit(owner, a.slug), await edit(editor, a.slug)]).toEqual([null, null]);
    await vi.waitFor(() => expect(seen.at(-1)?.people).toMatchObject([{ id: editorId, hasChanges: true }]));
    editor.emit('saved');
    expect(await saved).toEqual({ agentId: a.agentId, branchId: 'agtbrch_1' });
    editor.disconnect();
    await vi.waitFor(() => expect(seen.at(-1)?.people).toEqual([]));
    expect(told).toEqual([]);
  });

  it('what happens in a workspace is told to its members alone', async () => {
    const told: Record<string, unknown[]> = { a: [], b: [] };
    for (const [name, workspace] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const socket = await connected('/live', await cookieOf(workspace));
      await socket.timeout(5_000).emitWithAck('watch', workspace.slug);
      socket.on('conversation', (change: unknown) => told[name]?.push(change));
    }
    expect(await start({ agentId: a.agentId, textOnly: true }, await cookieOf(a))).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(told['a']?.length).toBeGreaterThanOrEqual(2), { timeout: 8_000 });
    expect(told['b']).toEqual([]);
  });

  it('overview, supervise, command, speak and voice on /supervise: only one’s own workspace, and intervening needs the right to', async () => {
    const caller = await connected('/voice', await cookieOf(a));
    const started = (await caller.timeout(10_000).emitWithAck('start', { agentId: a.agentId, textOnly: true })) as StartAnswer;
    const conversationId = started.ok ? started.conversationId : '';
    const asB = await connected('/supervise', await cookieOf(b));
    expect(await asB.timeout(5_000).emitWithAck('overview', a.slug)).toMatch(/does not exist/);
    for (const workspace of [a.slug, b.slug]) {
      const other = await connected('/supervise', await cookieOf(b));
      expect(await other.timeout(5_000).emitWithAck('supervise', { workspace, conversationId })).toMatchObject({ ok: false, code: 'not_found' });
      expect(
        await other
          .timeout(400)
          .emitWithAck('command', { kind: 'end' })
          .catch(() => 'no answer'),
      ).toBe('no answer');
      other.emit('voice', new Uint8Array(640).buffer);
      expect(
        await other
          .timeout(400)
          .emitWithAck('speak', true)
          .catch(() => 'no answer'),
      ).toBe('no answer');
    }
    const stranger = await connected('/supervise');
    expect(await stranger.timeout(5_000).emitWithAck('supervise', { workspace: a.slug, conversationId })).toMatchObject({ ok: false, code: 'unauthenticated' });
    expect(caller.connected).toBe(true);

    const editorId = (await makeUser(db)).id;
    await makeMember(db, a.id, editorId, 'editor');
    const viewerId = (await makeUser(db)).id;
    await makeMember(db, a.id, viewerId, 'viewer');
    const viewer = await connected('/supervise', await cookieOf({ ...a, ownerId: viewerId }));
    expect(await viewer.timeout(5_000).emitWithAck('supervise', { workspace: a.slug, conversationId })).toMatchObject({ ok: true, mayIntervene: false });
    expect(await viewer.timeout(5_000).emitWithAck('command', { kind: 'end' })).toMatch(/permission/);
    expect(await viewer.timeout(5_000).emitWithAck('speak', true)).toMatch(/permission/);

    const owner = await connected('/supervise', await cookieOf(a));
    const overview = await connected('/supervise', await cookieOf(a));
    const calls = new Promise<{ conversationId: string }[]>((resolve) => overview.once('calls', resolve));
    expect(await overview.timeout(5_000).emitWithAck('overview', a.slug)).toBeNull();
    expect((await calls).map((call) => call.conversationId)).toContain(conversationId);
    const events: { kind: string; text?: string }[] = [];
    owner.on('event', (event: { kind: string }) => events.push(event));
    const ended = new Promise<void>((resolve) => owner.once('ended', () => resolve()));
    expect(await owner.timeout(5_000).emitWithAck('supervise', { workspace: a.slug, conversationId })).toMatchObject({ ok: true, mayIntervene: true });
    expect(await owner.timeout(5_000).emitWithAck('command', { kind: 'dance' })).toMatch(/no command/);
    expect(await owner.timeout(5_000).emitWithAck('command', { kind: 'say', text: 'It is me.' })).toMatch(/Take the conversation over/);
    expect(await owner.timeout(5_000).emitWithAck('command', { kind: 'whisper', text: 'Be kind.' })).toBeNull();
    await vi.waitFor(() => expect(events).toContainEqual({ kind: 'whisper', text: 'Be kind.' }));
    // A role counts as it is now, not as it was when the call was opened.
    const editor = await connected('/supervise', await cookieOf({ ...a, ownerId: editorId }));
    expect(await editor.timeout(5_000).emitWithAck('supervise', { workspace: a.slug, conversationId })).toMatchObject({ ok: true, mayIntervene: true });
    await db.membership.updateMany({ where: { workspaceId: a.id, userId: editorId }, data: { role: 'viewer' } });
    expect(await editor.timeout(5_000).emitWithAck('command', { kind: 'end' })).toMatch(/permission/);
    await db.membership.deleteMany({ where: { workspaceId: a.id, userId: editorId } });
    await vi.waitFor(() => expect(editor.connected).toBe(false), { timeout: 15_000 });
    expect(owner.connected).toBe(true);
    expect(await owner.timeout(5_000).emitWithAck('command', { kind: 'end' })).toBeNull();
    await ended;
    await vi.waitFor(() => expect(caller.connected).toBe(false), { timeout: 8_000 });
    const entries = await db.auditEntry.findMany({ where: { workspaceId: a.id, targetId: conversationId }, orderBy: { createdAt: 'asc' } });
    expect(entries.map(({ action, after }) => [action, after])).toEqual([
      ['conversation.monitored', null],
      ['conversation.monitored', null],
      ['conversation.intervened', { command: 'whisper' }],
      ['conversation.monitored', null],
      ['conversation.intervened', { command: 'end' }],
    ]);
  });

  it('a call is watched masked, and not listened to, by members of roles that read masked', async () => {
    await db.workspace.update({ where: { id: a.id }, data: { privacy: { maskedRoles: ['viewer'] } } });
    const viewerId = (await makeUser(db)).id;
    await makeMember(db, a.id, viewerId, 'viewer');
    const caller = await connected('/voice', await cookieOf(a));
    const started = (await caller.timeout(10_000).emitWithAck('start', { agentId: a.agentId, textOnly: true })) as StartAnswer;
    const conversationId = started.ok ? started.conversationId : '';
    const watch = async (userId: string) => {
      const told: unknown[] = [];
      const socket = await connected('/supervise', await cookieOf({ ...a, ownerId: userId }));
      for (const name of ['event', 'call']) socket.on(name, (what: unknown) => told.push(what));
      const answer: unknown = await socket.timeout(5_000).emitWithAck('supervise', { workspace: a.slug, conversationId });
      return { socket, answer, all: () => JSON.stringify(told) };
    };
    const [owner, viewer] = [await watch(a.ownerId), await watch(viewerId)];
    expect(viewer.answer).toMatchObject({ ok: true, mayListen: false });
    caller.emit('text', { text: 'Please write to anna@example.com.' });
    await vi.waitFor(() => expect(owner.all()).toContain('anna@example.com'), { timeout: 8_000 });
    await vi.waitFor(() => expect(viewer.all()).toContain('Please write to [email].'), { timeout: 8_000 });
    await vi.waitFor(() => expect(viewer.all()).toContain('"lastParticipant":"Please write to [email]."'), { timeout: 8_000 });
    expect(viewer.all()).not.toContain('anna@example.com');
    // Whoever may see it all by now is asked to come again.
    await db.workspace.update({ where: { id: a.id }, data: { privacy: {} } });
    await vi.waitFor(() => expect(viewer.socket.connected).toBe(false), { timeout: 15_000 });
    expect(owner.socket.connected).toBe(true);
    caller.emit('hangup');
  });

  it("the conversation socket: another workspace's key, signature and ids are refused", async () => {
    expect((await converse(`agent_id=${a.agentId}`)).code).toBe(1008);
    expect(await converse(`agent_id=${a.agentId}`, { 'xi-api-key': keyOfB })).toMatchObject({
      code: 1008,
      reason: expect.stringMatching(/not found/) as unknown,
    });
    expect((await converse(`agent_id=${a.agentId}`, { 'xi-api-key': makeApiKey().key })).reason).toMatch(/key/i);
    expect((await converse(`agent_id=${a.agentId}&conversation_signature=${encodeURIComponent(b.signature)}`)).code).toBe(1008);
    const own = await converse(`agent_id=${a.agentId}`, { 'xi-api-key': keyOfA });
    expect(own.first).toMatchObject({ type: 'conversation_initiation_metadata' });
    const signed = await converse(`agent_id=${a.agentId}&conversation_signature=${encodeURIComponent(a.signature)}`);
    expect(signed.first).toMatchObject({ type: 'conversation_initiation_metadata' });
  });
});

describe('what bad input gets on /voice', () => {
  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['no agent id', {}],
    ['a source that is too long', { agentId: 'agent_x', source: 'x'.repeat(100) }],
  ])('start with %s is answered with what is wrong', async (_, request) => {
    expect(await start(request)).toMatchObject({ ok: false, code: 'invalid_message' });
  });

  it('an unknown agent is not found', async () => {
    expect(await start({ agentId: 'agent_doesnotexist' })).toMatchObject({ ok: false, code: 'not_found' });
  });

  it('odd, huge and textual sound is refused with words, and the call goes on', async () => {
    const socket = await connected('/voice', await cookieOf(a));
    const events: { kind: string; code?: string }[] = [];
    socket.on('event', (event: { kind: string }) => events.push(event));
    const answer = (await socket.timeout(10_000).emitWithAck('start', { agentId: a.agentId })) as StartAnswer;
    expect(answer.ok).toBe(true);
    socket.emit('audio', 0, new Uint8Array(3).buffer);
    socket.emit('audio', 1, 'not sound');
    socket.emit('audio', 2, new Uint8Array(200_000).buffer);
    socket.emit('text', { text: 7 });
    await vi.waitFor(() => expect(events.filter((event) => event.kind === 'error')).toHaveLength(4), { timeout: 5_000 });
    expect(socket.connected).toBe(true);
    expect((await socket.timeout(5_000).emitWithAck('start', { agentId: a.agentId })) as StartAnswer).toMatchObject({ ok: false, code: 'conflict' });
    socket.emit('hangup');
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'ended' }), { timeout: 8_000 });
  });

  it('a message of 10 MB ends that connection alone', async () => {
    const socket = await connected('/voice');
    const other = await connected('/voice');
    socket.io.reconnection(false);
    socket.emit('text', { text: 'x'.repeat(10 * 1024 * 1024) });
    await vi.waitFor(() => expect(socket.connected).toBe(false), { timeout: 8_000 });
    expect(other.connected).toBe(true);
  });

  it('more conversations than this server holds are refused, and taken again once there is room', async () => {
    const cookie = await cookieOf(a);
    const held: Socket[] = [];
    for (let i = 0; i < 3; i++) {
      const socket = await connected('/voice', cookie);
      expect(await socket.timeout(10_000).emitWithAck('start', { agentId: a.agentId, textOnly: true })).toMatchObject({ ok: true });
      held.push(socket);
    }
    expect(await start({ agentId: a.agentId, textOnly: true }, cookie)).toMatchObject({ ok: false, code: 'conversation_limit' });
    held[0]?.emit('hangup');
    await vi.waitFor(async () => expect(await start({ agentId: a.agentId, textOnly: true }, cookie)).toMatchObject({ ok: true }), {
      timeout: 10_000,
      interval: 200,
    });
    for (const socket of held) socket.emit('hangup');
  });
});
