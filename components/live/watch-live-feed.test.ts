import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { liveNamespace } from '@/server/contracts/live-feed';
import { type ConversationChange, watchLiveFeed } from './watch-live-feed';

const change: ConversationChange = { conversationId: 'conv_1', agentId: 'agent_1', status: 'done', kind: 'ended' };

let server: Server;
let origin: string;
let watched: string[];
let problem: string | null;
let stop = () => {};
let seen: (ConversationChange | string)[];
let clients: Socket[];

beforeEach(async () => {
  const http = createServer();
  server = new Server(http);
  [watched, seen, clients, problem] = [[], [], [], null];
  server.of(liveNamespace).on('connection', (client) => {
    clients.push(client);
    client.on('watch', (workspace: string, answer: (problem: string | null) => void) => {
      watched.push(workspace);
      answer(problem);
    });
    client.on('watchConversation', (workspace: string, conversationId: string, answer: (problem: string | null) => void) => {
      watched.push(`${workspace} ${conversationId}`);
      answer(problem);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(async () => {
  stop();
  await server.close();
});

const watch = (conversationId?: string) => {
  stop = watchLiveFeed({
    workspace: 'demo',
    conversationId,
    origin,
    onChange: (one) => seen.push(one),
    onWork: (kind) => seen.push(kind),
    onWatching: () => seen.push('watching'),
  });
};

it('says when watching has begun, then each change', async () => {
  watch();
  await expect.poll(() => seen).toEqual(['watching']);
  server.of(liveNamespace).emit('conversation', change);
  await expect.poll(() => seen).toEqual(['watching', change]);
  expect(watched).toEqual(['demo']);
});

it('says what work moves on, and watches one conversation when it is asked to', async () => {
  watch('conv_1');
  await expect.poll(() => seen).toEqual(['watching', 'watching']);
  expect(watched).toEqual(['demo', 'demo conv_1']);
  server.of(liveNamespace).emit('work', 'tests');
  await expect.poll(() => seen.at(-1)).toBe('tests');
});

it('watches again after the connection broke, and says so, since changes may have been missed', async () => {
  watch();
  await expect.poll(() => seen).toEqual(['watching']);
  clients[0]?.conn.close();
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(['watching', 'watching']);
  server.of(liveNamespace).emit('conversation', change);
  await expect.poll(() => seen.at(-1)).toEqual(change);
});

it('says that watching begins again when the server has missed something itself', async () => {
  watch();
  await expect.poll(() => seen).toEqual(['watching']);
  server.of(liveNamespace).emit('missed');
  await expect.poll(() => seen).toEqual(['watching', 'watching']);
});

it('gives up when the server refuses, instead of asking for ever', async () => {
  problem = 'Sign in first.';
  watch();
  await expect.poll(() => clients[0]?.connected).toBe(false);
  expect([watched, seen]).toEqual([['demo'], []]);
});

it('leaves when it is stopped', async () => {
  watch();
  await expect.poll(() => seen.length).toBe(1);
  stop();
  await expect.poll(() => clients[0]?.connected).toBe(false);
});
