import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import type { ConversationEventFrame } from '../../voice/frames';
import type { MonitorCommand } from '../monitor-host';
import { createMonitorSocket } from './monitor';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The real socket over a conversation that is only told about. */
async function watched(events: readonly string[] = []) {
  const commands: MonitorCommand[] = [];
  const watchers = new Set<(event: ConversationEventFrame) => void>();
  const monitor = createMonitorSocket({
    clock: systemClock,
    log: silentLogger,
    host: {
      join: async () => ({
        isTextOnly: true,
        events,
        watch(watcher) {
          watchers.add(watcher);
          return () => watchers.delete(watcher);
        },
        async command(command) {
          commands.push(command);
        },
      }),
    },
  });
  const server = http.createServer();
  server.on('upgrade', (request, socket, head) => {
    if (!monitor.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ws = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/convai/conversations/conv_1/monitor`, {
    headers: { 'xi-api-key': 'k' },
  });
  const frames: { type: string }[] = [];
  ws.on('message', (data) => frames.push(JSON.parse(String(data)) as { type: string }));
  ws.on('error', () => undefined);
  closers.push(() => {
    ws.terminate();
    monitor.close();
    server.closeAllConnections();
    server.close();
  });
  await once(ws, 'open');
  await vi.waitFor(() => expect(watchers.size).toBe(1));
  return { ws, frames, commands, watchers, tell: (event: ConversationEventFrame) => watchers.forEach((watcher) => watcher(event)) };
}

const typed = (text: string): ConversationEventFrame => ({
  kind: 'transcription-final',
  turnId: 1,
  text,
  medium: 'text',
  confidence: null,
  producedBy: null,
  startMs: 0,
  endMs: 0,
});

it('tells typed words like spoken ones, and nothing that passes many times a second', async () => {
  const { frames, tell } = await watched();
  tell({ kind: 'voice-activity', probability: 0.5 });
  tell(typed('Hello.'));
  await vi.waitFor(() => expect(frames.map(({ type }) => type)).toEqual(['user_transcript']));
});

it('tells what the agent’s list names, and nothing else', async () => {
  const { frames, tell } = await watched(['interruption', 'vad_score']);
  tell(typed('Hello.'));
  tell({ kind: 'voice-activity', probability: 0.5 });
  tell({ kind: 'interrupted', responseId: 3 });
  await vi.waitFor(() => expect(frames).toEqual([{ type: 'interruption', interruption_event: { event_id: 3 } }]));
});

it('a thousand malformed commands change nothing, and a right one after them is carried out', async () => {
  const { ws, frames, commands } = await watched();
  const wrong = [
    '',
    'null',
    '[]',
    '{',
    '{"command_type":7}',
    '{"command_type":"toString"}',
    '{"command_type":"send_human_message"}',
    '{"command_type":"__proto__","parameters":{}}',
  ];
  for (let n = 0; n < 1_000; n++) {
    ws.send(n % 9 === 8 ? Buffer.from([n % 256]) : (wrong[n % 8] ?? ''));
    if (n % 20 === 19) await vi.waitFor(() => expect(frames.length).toBe(n + 1));
  }
  expect(frames.every(({ type }) => type === 'error')).toBe(true);
  ws.send(JSON.stringify({ command_type: 'send_human_message', parameters: { text: 'Hello.' } }));
  await vi.waitFor(() => expect(commands).toEqual([{ kind: 'human-message', text: 'Hello.' }]));
});

it('closes when the conversation ends, and is let go when it leaves', async () => {
  const first = await watched();
  const closed = once(first.ws, 'close');
  first.tell({ kind: 'conversation-ended', reason: 'agent-ended', detail: '' });
  expect((await closed)[0]).toBe(1000);
  const second = await watched();
  second.ws.close();
  await vi.waitFor(() => expect(second.watchers.size).toBe(0));
});
