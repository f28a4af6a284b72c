import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildServer, type VoiceServer } from './build-server';
import { loadEnv } from './config/env';
import type { LiveCall } from './contracts/supervision';
import type { StartAnswer } from './contracts/voice-protocol';
import { type Database, openDatabase } from './db/client';
import { createAgent } from './domain/agents/create-agent';
import { getConversation } from './domain/conversations/get-conversation';
import { silentLogger } from './lib/logger';
import { freePort } from '../scripts/house/free-port';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { readWav } from './voice/audio/pcm';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from './testing/factories';
import { connectedSocket, memberCookie } from './testing/member-socket';
import { testSecret } from './testing/services';

let database: TestDatabase;
let db: Database;
let servers: VoiceServer[];
let recogniser: Server;
/** Where calls run, and another server of the same installation. */
let url: string;
let elsewhere: string;
let own: TestWorkspace;
let agentId: string;
const dataDirs = ['here', 'elsewhere'].map((name) => mkdtempSync(path.join(tmpdir(), `parley-supervision-voice-${name}-`)));
const [dataDir = ''] = dataDirs;
const sockets: Socket[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  own = await makeWorkspace(db);
  // Whatever sound it is given, somebody says good morning.
  recogniser = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ text: 'Good morning, this is Maria.' }));
    });
  }).listen(0, '127.0.0.1');
  await once(recogniser, 'listening');
  const settings = {
    DATABASE_URL: database.url,
    PARLEY_SECRET: testSecret,
    PARLEY_MODELS: 'off',
    OPENAI_COMPATIBLE_BASE_URL: `http://127.0.0.1:${(recogniser.address() as AddressInfo).port}/v1`,
  };
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  servers = dataDirs.map((folder) =>
    buildServer(loadEnv({ ...settings, DATA_DIR: folder, ...(folder === dataDir ? { PARLEY_PEER_URL: url } : {}) }), silentLogger),
  );
  const ports = await Promise.all(servers.map((server, index) => server.listen(index === 0 ? port : 0, '127.0.0.1')));
  elsewhere = `http://127.0.0.1:${ports[1]}`;
  agentId = (await createAgent(own.scope, { name: 'Agent', config: { parley: { sttChain: ['openai-compatible:whisper'] } } })).id;
}, 60_000);

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop(0)));
  recogniser.close();
  await db.$disconnect();
  await database.drop();
  for (const folder of dataDirs) rmSync(folder, { recursive: true, force: true });
});

async function connected(namespace: string, userId: string, server = url): Promise<Socket> {
  const socket = await connectedSocket(server + namespace, await memberCookie(userId));
  sockets.push(socket);
  return socket;
}

interface Caller {
  readonly socket: Socket;
  readonly conversationId: string;
  /** Sound that reached the participant's client. */
  readonly heard: { readonly responseId: number; readonly pcm: Int16Array }[];
  readonly events: { readonly kind: string; readonly text?: string | null }[];
}

async function call(textOnly = false): Promise<Caller> {
  const socket = await connected('/voice', own.ownerId);
  const caller: Caller = { socket, conversationId: '', heard: [], events: [] };
  socket.on('audio', (responseId: number, _startMs: number, pcm: Uint8Array) => {
    caller.heard.push({ responseId, pcm: new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength)) });
  });
  socket.on('event', (event: Caller['events'][number]) => caller.events.push(event));
  const answer = (await socket.timeout(10_000).emitWithAck('start', { agentId, textOnly })) as StartAnswer;
  if (!answer.ok) throw new Error(answer.message);
  return Object.assign(caller, { conversationId: answer.conversationId });
}

interface Watcher {
  readonly socket: Socket;
  readonly events: { readonly kind: string; readonly text?: string | null }[];
  readonly silenced: (string | null)[];
  readonly sound: { readonly side: string; readonly samples: number }[];
  now: LiveCall | null;
  ask(event: string, ...what: unknown[]): Promise<string | null>;
}

async function watch(conversationId: string, userId = own.ownerId, server = url): Promise<Watcher> {
  const socket = await connected('/supervise', userId, server);
  const watcher: Watcher = {
    socket,
    events: [],
    silenced: [],
    sound: [],
    now: null,
    ask: (event, ...what) => socket.timeout(8_000).emitWithAck(event, ...what) as Promise<string | null>,
  };
  socket.on('event', (event: Watcher['events'][number]) => watcher.events.push(event));
  socket.on('call', (now: LiveCall) => {
    watcher.now = now;
  });
  socket.on('silenced', (reason: string | null) => watcher.silenced.push(reason));
  socket.on('sound', (side: string, pcm: Uint8Array) => watcher.sound.push({ side, samples: pcm.byteLength / 2 }));
  expect(await socket.timeout(8_000).emitWithAck('supervise', { workspace: own.slug, conversationId })).toMatchObject({ ok: true, memberId: userId });
  return watcher;
}

/** Speaks a tone for so long, as a microphone does. */
async function talk({ socket }: Watcher, ms: number): Promise<void> {
  const pcm = Int16Array.from({ length: 320 }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * i) / 32)));
  const startedMs = performance.now();
  for (let sentMs = 0; sentMs < ms; sentMs += 20) {
    socket.emit('voice', pcm.buffer.slice(0));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, sentMs + 20 - (performance.now() - startedMs))));
  }
}

const loudMs = ({ heard }: Caller) => heard.reduce((sum, { pcm }) => sum + pcm.filter((sample) => Math.abs(sample) > 4_000).length, 0) / 16 / (2 / 3);

async function memberAs(role: 'editor' | 'viewer'): Promise<string> {
  const { id } = await makeUser(db);
  await makeMember(db, own.id, id, role);
  return id;
}

describe('a supervisor’s own voice', () => {
  it.each([
    ['', () => url],
    [', through another server as well', () => elsewhere],
  ])(
    'reaches the caller and those who listen, stands in the transcript as a person’s, and is noted once%s',
    async (_how, server) => {
      const caller = await call();
      const person = await watch(caller.conversationId, own.ownerId, server());
      const other = await watch(caller.conversationId, await memberAs('viewer'), server());
      person.socket.emit('listen', true);
      other.socket.emit('listen', true);
      expect(await person.ask('command', { kind: 'takeover', isActive: true })).toBeNull();
      const asked = person.ask('speak', true);
      // What is said while the right to is being proven is heard as well.
      await talk(person, 1_000);
      expect(await asked).toBeNull();
      await vi.waitFor(() => expect(other.now).toMatchObject({ isPersonSpeaking: true, takenOverBy: { id: own.ownerId } }), { timeout: 3_000 });
      expect(await person.ask('speak', false)).toBeNull();
      // Sound that a busy machine brings late is left out rather than kept waiting.
      await vi.waitFor(() => expect(loudMs(caller)).toBeGreaterThan(600), { timeout: 3_000 });
      expect(loudMs(caller)).toBeLessThan(1_100);
      expect(other.sound.filter(({ side }) => side === 'agent').reduce((sum, { samples }) => sum + samples, 0)).toBeGreaterThan(9_600);
      expect(person.sound.filter(({ side }) => side === 'agent')).toEqual([]);
      const said = { kind: 'person-said', text: 'Good morning, this is Maria.' };
      await vi.waitFor(
        () =>
          expect([other.events, caller.events]).toMatchObject([
            expect.arrayContaining([expect.objectContaining(said)]),
            expect.arrayContaining([expect.objectContaining(said)]),
          ]),
        { timeout: 8_000 },
      );
      await vi.waitFor(() => expect(other.now).toMatchObject({ isPersonSpeaking: false, lastAgent: said.text }), { timeout: 3_000 });

      expect(await person.ask('speak', true)).toBeNull();
      await talk(person, 200);
      expect(await person.ask('command', { kind: 'takeover', isActive: false })).toBeNull();
      await vi.waitFor(() => expect(other.now).toMatchObject({ isPersonSpeaking: false, isTakenOver: false, takenOverBy: null }), { timeout: 3_000 });
      caller.socket.emit('hangup');
      await vi.waitFor(() => expect(caller.socket.connected).toBe(false), { timeout: 10_000 });
      const { transcript } = await getConversation(own.scope, caller.conversationId);
      const recording = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith(`${caller.conversationId}.wav`)) ?? '';
      const { pcm } = readWav(readFileSync(path.join(dataDir, recording)));
      const right = pcm.filter((_, i) => i % 2 === 1);
      // Two thirds of a tone are loud.
      expect(right.filter((sample) => Math.abs(sample) > 4_000).length / 16 / (2 / 3)).toBeGreaterThan(700);
      expect(transcript[0]).toMatchObject({ role: 'agent', message: said.text, sourceMedium: 'audio', parley: { saidBy: 'person' } });
      const entries = await db.auditEntry.findMany({
        where: { workspaceId: own.id, targetId: caller.conversationId, action: 'conversation.intervened' },
        orderBy: { createdAt: 'asc' },
      });
      expect(entries.map(({ after }) => (after as { command: string }).command)).toEqual(['takeover', 'speak', 'give-back']);
    },
    40_000,
  );

  it('is refused without a takeover, to a second voice, to others, without the right, and in writing', async () => {
    const caller = await call();
    const editorId = await memberAs('editor');
    const [person, again, editor, viewer] = [
      await watch(caller.conversationId),
      await watch(caller.conversationId),
      await watch(caller.conversationId, editorId),
      await watch(caller.conversationId, await memberAs('viewer')),
    ];
    expect(await person.ask('speak', true)).toMatch(/Take the conversation over first/);
    await talk(person, 100);
    expect(await person.ask('command', { kind: 'takeover', isActive: true })).toBeNull();
    expect(await viewer.ask('speak', true)).toMatch(/permission/);
    expect(await editor.ask('speak', true)).toMatch(/Only who has taken/);
    expect(await editor.ask('command', { kind: 'takeover', isActive: true })).toMatch(/has taken this conversation over/);
    expect(await person.ask('speak', true)).toBeNull();
    expect(await again.ask('speak', true)).toMatch(/in another window/);
    await talk(again, 100);
    expect(caller.heard).toEqual([]);
    person.socket.emit('voice', new Uint8Array(641).buffer);
    await vi.waitFor(() => expect(person.silenced).toEqual([expect.stringMatching(/20 ms/)]), { timeout: 3_000 });

    const written = await call(true);
    const writer = await watch(written.conversationId);
    expect(await writer.ask('command', { kind: 'takeover', isActive: true })).toBeNull();
    expect(await writer.ask('speak', true)).toMatch(/cannot be spoken into/);
  }, 40_000);

  it('ends by itself when its sound ceases, when its right does, and with its socket', async () => {
    const caller = await call();
    const editorId = await memberAs('editor');
    const [other, person] = [await watch(caller.conversationId), await watch(caller.conversationId, editorId)];
    expect(await person.ask('command', { kind: 'takeover', isActive: true })).toBeNull();
    expect(await person.ask('speak', true)).toBeNull();
    await talk(person, 300);
    await vi.waitFor(() => expect(person.silenced).toEqual([null]), { timeout: 3_000 });

    expect(await person.ask('speak', true)).toBeNull();
    await db.membership.updateMany({ where: { workspaceId: own.id, userId: editorId }, data: { role: 'viewer' } });
    await Promise.race([talk(person, 12_000), vi.waitFor(() => expect(person.silenced).toHaveLength(2), { timeout: 12_000 })]);
    expect(person.silenced.at(-1)).toMatch(/not allowed/);
    await db.membership.updateMany({ where: { workspaceId: own.id, userId: editorId }, data: { role: 'editor' } });

    expect(await person.ask('speak', true)).toBeNull();
    await talk(person, 200);
    person.socket.disconnect();
    await vi.waitFor(() => expect(other.now?.isPersonSpeaking).toBe(false), { timeout: 3_000 });
    expect(other.now?.isTakenOver).toBe(true);
    // Nobody is left with nobody.
    await vi.waitFor(() => expect(other.now?.isTakenOver).toBe(false), { timeout: 18_000 });
    expect(caller.socket.connected).toBe(true);
  }, 60_000);
});
