import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { freePort } from '../scripts/house/free-port';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import type { Changed } from './contracts/live-feed';
import type { LiveCall, SuperviseAnswer } from './contracts/supervision';
import type { StartAnswer } from './contracts/voice-protocol';
import { type Database, openDatabase } from './db/client';
import { createAgent } from './domain/agents/create-agent';
import { noteChange } from './domain/audit-log/note-change';
import { changeRole } from './domain/members/change-role';
import { removeMember } from './domain/members/remove-member';
import { silentLogger } from './lib/logger';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from './testing/factories';
import { connectedSocket, memberCookie } from './testing/member-socket';
import { testSecret } from './testing/services';

// Two voice servers on one database: what happens on one is known on the other.

let database: TestDatabase;
let db: Database;
let own: TestWorkspace;
let other: TestWorkspace;
let agentId: string;
let ownerId: string;
let here: RunningServer;
let there: RunningServer;
const sockets: Socket[] = [];

interface RunningServer {
  readonly server: VoiceServer;
  readonly url: string;
  stop(): Promise<void>;
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  own = await makeWorkspace(db);
  other = await makeWorkspace(db);
  ownerId = own.ownerId;
  agentId = (await createAgent(own.scope, { name: 'Reception' })).id;
  [here, there] = [await start(), await start()];
}, 60_000);

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

afterAll(async () => {
  await Promise.all([here.stop(), there.stop()]);
  await db.$disconnect();
  await database.drop();
});

/** `peerUrl`: the others are told where it is. */
async function start(peerUrl?: string): Promise<RunningServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-several-'));
  const settings = { DATABASE_URL: database.url, DATA_DIR: dataDir, PARLEY_SECRET: testSecret, PARLEY_MODELS: 'off', PARLEY_PEER_URL: peerUrl };
  const server = buildServer(loadEnv(settings), silentLogger);
  const port = peerUrl === undefined ? 0 : Number(new URL(peerUrl).port);
  const url = `http://127.0.0.1:${await server.listen(port, '127.0.0.1')}`;
  return {
    server,
    url,
    async stop() {
      await server.stop(0);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function connected({ url }: RunningServer, namespace: string, userId: string): Promise<Socket> {
  const socket = await connectedSocket(url + namespace, await memberCookie(userId));
  sockets.push(socket);
  return socket;
}

/** Somebody who watches a workspace, and what they are told. */
async function watching(server: RunningServer, userId: string, workspace: TestWorkspace = own) {
  const socket = await connected(server, '/live', userId);
  const told = { conversations: [] as { kind: string; conversationId: string }[], changes: [] as Changed[], missed: 0 };
  socket.on('conversation', (change: (typeof told.conversations)[number]) => told.conversations.push(change));
  socket.on('changed', (what: Changed) => told.changes.push(what));
  socket.on('missed', () => told.missed++);
  expect(await socket.timeout(5_000).emitWithAck('watch', workspace.slug)).toBeNull();
  return { socket, told };
}

async function call(server: RunningServer): Promise<{ caller: Socket; conversationId: string }> {
  const caller = await connected(server, '/voice', ownerId);
  const answer = (await caller.timeout(10_000).emitWithAck('start', { agentId, textOnly: true })) as StartAnswer;
  if (!answer.ok) throw new Error(answer.message);
  return { caller, conversationId: answer.conversationId };
}

async function member(role: 'editor' | 'viewer'): Promise<{ userId: string; memberId: string }> {
  const { id: userId } = await makeUser(db);
  return { userId, memberId: await makeMember(db, own.id, userId, role) };
}

it('a conversation is told of on both, and in its own workspace alone', async () => {
  const [near, far, stranger] = [await watching(there, ownerId), await watching(here, ownerId), await watching(here, other.ownerId, other)];
  const { caller, conversationId } = await call(there);
  const started = expect.objectContaining({ kind: 'started', conversationId }) as unknown;
  await vi.waitFor(() => expect([near.told.conversations, far.told.conversations]).toEqual([[started], [started]]));
  caller.emit('hangup');
  await vi.waitFor(() => expect(far.told.conversations.at(-1)).toMatchObject({ kind: 'ended', conversationId }), { timeout: 8_000 });
  expect(stranger.told.conversations).toEqual([]);
});

it('a change is told once it is committed, to those who may read it', async () => {
  const { userId: viewerId } = await member('viewer');
  const [owner, viewer, stranger] = [await watching(here, ownerId), await watching(there, viewerId), await watching(there, other.ownerId, other)];
  await own.scope.db.$transaction(async (tx) => noteChange(tx, own.scope, { action: 'webhook.created', targetKind: 'webhook', targetId: 'w1' }));
  await own.scope.db
    .$transaction(async (tx) => {
      await noteChange(tx, own.scope, { action: 'agent.updated', targetKind: 'agent', targetId: 'rolled back' });
      throw new Error('not after all');
    })
    .catch(() => undefined);
  await noteChange(own.scope.db, own.scope, { action: 'usage-price.changed', targetKind: 'usage-price', targetId: 'p1' });
  await noteChange(own.scope.db, own.scope, { action: 'merge-proposal.commented', targetKind: 'agent', targetId: agentId });
  const comment = { kind: 'agent', id: agentId };
  await vi.waitFor(() => expect(owner.told.changes).toEqual([{ kind: 'webhook', id: 'w1' }, { kind: 'usage-price', id: 'p1' }, comment]));
  await vi.waitFor(() => expect(viewer.told.changes).toEqual([comment]));
  expect(stranger.told.changes).toEqual([]);
});

it('who gets another role is told by it, and who is removed is let go', async () => {
  const { userId: editorId, memberId } = await member('editor');
  const editor = await watching(there, editorId);
  await changeRole(own.scope, { memberId, role: 'viewer' });
  await vi.waitFor(() => expect(editor.told.changes).toContainEqual(expect.objectContaining({ kind: 'member' })));
  // Who watches is proven again right after.
  await vi.waitFor(async () => {
    editor.told.changes.length = 0;
    await noteChange(own.scope.db, own.scope, { action: 'secret.created', targetKind: 'secret', targetId: 's1' });
    await noteChange(own.scope.db, own.scope, { action: 'agent.updated', targetKind: 'agent', targetId: agentId });
    await vi.waitFor(() => expect(editor.told.changes.at(-1)).toEqual({ kind: 'agent', id: agentId }));
    expect(editor.told.changes).toEqual([{ kind: 'agent', id: agentId }]);
  });
  await removeMember(own.scope, { memberId });
  await vi.waitFor(() => expect(editor.socket.connected).toBe(false));
});

it('editors of one branch see each other, hear of saving, and are gone with their page or their server', async () => {
  const place = { agentId, branchId: 'agtbrch_1', hasChanges: true };
  const third = await start();
  const { userId: editorId } = await member('editor');
  const [owner, editor] = [await connected(here, '/live', ownerId), await connected(third, '/live', editorId)];
  const seen: { id: string; hasChanges: boolean }[][] = [];
  const saved: unknown[] = [];
  owner.on('editors', ({ people }: { people: (typeof seen)[number] }) => seen.push(people));
  owner.on('agentSaved', (what: unknown) => saved.push(what));
  await owner.timeout(5_000).emitWithAck('edit', own.slug, place);
  const told = new Promise<{ people: unknown }>((resolve) => editor.on('editors', (now: { people: unknown[] }) => now.people.length > 0 && resolve(now)));
  await editor.timeout(5_000).emitWithAck('edit', own.slug, place);
  expect((await told).people).toMatchObject([{ id: ownerId, hasChanges: true }]);
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject([{ id: editorId, hasChanges: true }]));
  editor.emit('saved');
  await vi.waitFor(() => expect(saved).toEqual([{ agentId, branchId: 'agtbrch_1' }]));
  editor.disconnect();
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
  const again = await connected(third, '/live', editorId);
  await again.timeout(5_000).emitWithAck('edit', own.slug, place);
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject([{ id: editorId }]));
  await third.stop();
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
});

it('running calls of all servers are listed with how they stand, and who opens one of another server is told where it is', async () => {
  const { caller, conversationId } = await call(there);
  const lists: LiveCall[][] = [];
  const overview = await connected(here, '/supervise', ownerId);
  overview.on('calls', (calls: LiveCall[]) => lists.push(calls));
  expect(await overview.timeout(5_000).emitWithAck('overview', own.slug)).toBeNull();
  await vi.waitFor(() => expect(lists.at(-1)).toMatchObject([{ conversationId, agentName: 'Reception', state: 'listening' }]), { timeout: 5_000 });
  caller.emit('text', { text: 'Do you open on Sundays?' });
  await vi.waitFor(() => expect(lists.at(-1)).toMatchObject([{ lastParticipant: 'Do you open on Sundays?' }]), { timeout: 5_000 });
  const stranger = await connected(here, '/supervise', other.ownerId);
  const strangers: unknown[] = [];
  stranger.on('calls', (calls: unknown[]) => strangers.push(...calls));
  expect(await stranger.timeout(5_000).emitWithAck('overview', other.slug)).toBeNull();
  // This one has not said where it is reached.
  const supervisor = await connected(here, '/supervise', ownerId);
  expect(await supervisor.timeout(5_000).emitWithAck('supervise', { workspace: own.slug, conversationId })).toMatchObject({ ok: false, code: 'conflict' });
  caller.emit('hangup');
  await vi.waitFor(() => expect(lists.at(-1)).toEqual([]), { timeout: 8_000 });
  expect(strangers).toEqual([]);
});

it('a call of another server that can be reached is supervised as if it ran here, by who may', async () => {
  const reachable = await start(`http://127.0.0.1:${await freePort()}`);
  const { caller, conversationId } = await call(reachable);
  const [heard, events]: [string[], { kind: string; text?: string }[]] = [[], []];
  caller.on('event', (event: { kind: string; text?: string }) => event.kind === 'agent-text' && heard.push(event.text ?? ''));
  const supervisor = await connected(here, '/supervise', ownerId);
  supervisor.on('event', (event: (typeof events)[number]) => events.push(event));
  const ask = { workspace: own.slug, conversationId };
  const answer = (await supervisor.timeout(8_000).emitWithAck('supervise', ask)) as SuperviseAnswer;
  expect(answer).toMatchObject({ ok: true, memberId: ownerId, mayIntervene: true, call: { conversationId } });
  caller.emit('text', { text: 'Is anybody there?' });
  await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ kind: 'transcription-final', text: 'Is anybody there?' })));
  const command = (what: unknown) => supervisor.timeout(5_000).emitWithAck('command', what) as Promise<string | null>;
  expect(await command({ kind: 'whisper', text: 'Be brief.' })).toBeNull();
  expect(await command({ kind: 'takeover', isActive: true })).toBeNull();
  expect(await command({ kind: 'say', text: 'A person here.' })).toBeNull();
  expect(await command({ kind: 'no command' })).toMatch(/no command/);
  await vi.waitFor(() => expect(heard.join()).toContain('A person here.'));
  expect(events).toContainEqual({ kind: 'takeover', isActive: true });

  const viewer = await connected(here, '/supervise', (await member('viewer')).userId);
  expect(await viewer.timeout(8_000).emitWithAck('supervise', ask)).toMatchObject({ ok: true, mayIntervene: false });
  expect(await viewer.timeout(5_000).emitWithAck('command', { kind: 'end' })).toMatch(/permission/);
  for (const workspace of [own.slug, other.slug]) {
    const stranger = await connected(here, '/supervise', other.ownerId);
    expect(await stranger.timeout(8_000).emitWithAck('supervise', { workspace, conversationId })).toMatchObject({ ok: false, code: 'not_found' });
  }

  const ended = new Promise<void>((resolve) => supervisor.once('ended', resolve));
  expect(await command({ kind: 'end' })).toBeNull();
  await ended;
  // A server that goes takes those along whom it served.
  const { conversationId: next } = await call(reachable);
  const again = await connected(here, '/supervise', ownerId);
  expect(await again.timeout(8_000).emitWithAck('supervise', { ...ask, conversationId: next })).toMatchObject({ ok: true });
  const gone = new Promise<void>((resolve) => again.once('disconnect', () => resolve()));
  await reachable.stop();
  await gone;
});

it('after the connections to the database broke, pages are told to look again, and everything goes on', async () => {
  const owner = await watching(here, ownerId);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ~ 'LISTEN|pg_notify'`,
  );
  await admin.end();
  await vi.waitFor(() => expect(owner.told.missed).toBeGreaterThan(0), { timeout: 8_000 });
  await noteChange(own.scope.db, own.scope, { action: 'agent.updated', targetKind: 'agent', targetId: agentId });
  await vi.waitFor(() => expect(owner.told.changes).toEqual([{ kind: 'agent', id: agentId }]));
});
