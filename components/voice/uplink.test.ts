import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { uplinkBlockSamples, voiceNamespace } from '@/server/contracts/voice-namespace';
import { mostWaitingBytes, Uplink } from './uplink';
import { connect, type VoiceSocket, waitingBytes } from './voice-socket';

const block = () => new ArrayBuffer(uplinkBlockSamples * 2);

let server: Server;
let socket: VoiceSocket;
let arrived: number[];

beforeEach(async () => {
  const http = createServer();
  server = new Server(http);
  arrived = [];
  server.of(voiceNamespace).on('connection', (client) => client.on('audio', (sequence: number) => arrived.push(sequence)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  socket = io(`http://127.0.0.1:${port}${voiceNamespace}`, { transports: ['websocket'], reconnection: false, autoConnect: false });
  await connect(socket);
});

afterEach(async () => {
  socket.disconnect();
  await server.close();
});

it('loses nothing when a busy page hands over a second of sound at once', async () => {
  const uplink = new Uplink(socket);
  for (let sent = 0; sent < 50; sent++) uplink.sendBlock(block());
  await expect.poll(() => arrived.length).toBe(50);
  expect(arrived).toEqual(Array.from({ length: 50 }, (_, sequence) => sequence));
});

it('drops the newest blocks while a second and a half waits, and their numbers with them', async () => {
  const uplink = new Uplink(socket);
  for (let sent = 0; sent < 200; sent++) uplink.sendBlock(block());
  expect(waitingBytes(socket)).toBeLessThanOrEqual(mostWaitingBytes * 1.1);
  await expect.poll(() => waitingBytes(socket)).toBe(0);
  uplink.sendBlock(block());
  await expect.poll(() => arrived.at(-1)).toBe(200);
  const kept = arrived.slice(0, -1);
  // What was said first arrives whole, without holes of its own.
  expect(kept).toEqual(kept.map((_, sequence) => sequence));
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.length).toBeLessThan(100);
});

it('sends nothing into a connection that is gone', () => {
  socket.disconnect();
  new Uplink(socket).sendBlock(block());
  expect(socket.sendBuffer).toEqual([]);
});
