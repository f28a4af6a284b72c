import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { dice } from '../../testing/dice';
import { type SocketServerUnderTest, startSocketServer } from '../../testing/socket-server';

let server: SocketServerUnderTest | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const types = [
  'pong',
  'user_message',
  'user_activity',
  'contextual_update',
  'feedback',
  'client_tool_result',
  'mcp_tool_approval_result',
  'multimodal_message',
  'conversation_initiation_client_data',
  'enclave_setup_config',
  '__proto__',
  'constructor',
  'toString',
  '',
];
const members = [
  'type',
  'text',
  'event_id',
  'tool_call_id',
  'result',
  'is_error',
  'is_approved',
  'score',
  'user_audio_chunk',
  'file',
  'files',
  'context_id',
  '__proto__',
];

/** Something that no well-behaved client sends: cut, nested, mistyped, foreign. */
function malformed(roll: (below: number) => number): string | Buffer {
  const value = (depth: number): unknown => {
    switch (roll(depth > 3 ? 8 : 10)) {
      case 0:
        return null;
      case 1:
        return roll(2) === 0;
      case 2:
        return roll(1_000_000) - 500_000;
      case 3:
        return 1e308 * (roll(3) - 1);
      case 4:
        return '\u0000\ud800\u{1f600}'.slice(0, roll(5));
      case 5:
        return 'x'.repeat(roll(2_000));
      case 6:
        return '%%%not base64%%%';
      case 7:
        return types[roll(types.length)];
      case 8:
        return Array.from({ length: roll(5) }, () => value(depth + 1));
      default:
        return object(depth + 1);
    }
  };
  const object = (depth: number) => Object.fromEntries(Array.from({ length: roll(6) }, () => [members[roll(members.length)] ?? '', value(depth)]));
  const typed = () => ({ ...object(0), type: types[roll(types.length)] });
  switch (roll(8)) {
    case 0:
      return JSON.stringify(value(0)) ?? 'undefined';
    case 1:
      return JSON.stringify(typed()).slice(0, roll(40));
    case 2:
      return JSON.stringify({ user_audio_chunk: value(0) });
    case 3:
      return `{"user_audio_chunk":"${'A'.repeat(roll(200))}"${roll(2) === 0 ? '}' : ''}`;
    case 4:
      return '['.repeat(roll(5_000));
    case 5:
      return Buffer.from(Array.from({ length: roll(100) }, () => roll(256)));
    default:
      return JSON.stringify(typed());
  }
}

interface Fate {
  readonly code: number;
  readonly errors: number;
  readonly sent: number;
}

/** Sends malformed frames until the server has had enough, or there are no more for this connection. */
async function pester(url: string, roll: (below: number) => number, most: number): Promise<Fate> {
  const ws = new WebSocket(`${url}/v1/convai/conversation?agent_id=agent_test`);
  let errors = 0;
  ws.on('error', () => undefined);
  ws.on('message', (data) => {
    const frame = JSON.parse(String(data)) as { type: string };
    if (frame.type === 'error') errors++;
  });
  await once(ws, 'open');
  const closed = once(ws, 'close') as Promise<[number]>;
  let sent = 0;
  if (roll(2) === 0) ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
  for (; sent < most && ws.readyState === WebSocket.OPEN; sent++) {
    const frame = malformed(roll);
    ws.send(frame, { binary: Buffer.isBuffer(frame) });
    if (sent % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
  // Whoever got through is hung up on by a frame that is certainly wrong.
  if (ws.readyState === WebSocket.OPEN) ws.send('certainly not JSON');
  const [code] = await closed;
  return { code, errors, sent };
}

it('10,000 malformed frames: each connection is answered and closed for what it sent, none is left behind, and good callers go on', async () => {
  server = await startSocketServer({ conversationConfig: { conversation: { textOnly: true } } });
  const { url, outcomes, running } = server;
  const good = new WebSocket(`${url}/v1/convai/conversation?agent_id=agent_test`);
  await once(good, 'open');
  const heard: string[] = [];
  good.on('message', (data) => heard.push((JSON.parse(String(data)) as { type: string }).type));
  good.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
  const roll = dice(20_261_126);
  const fates: Fate[] = [];
  for (let sent = 0; sent < 10_000; ) {
    const batch = await Promise.all(Array.from({ length: 25 }, () => pester(url, roll, 40)));
    fates.push(...batch);
    sent += batch.reduce((sum, fate) => sum + fate.sent + 1, 0);
  }
  expect(new Set(fates.map(({ code }) => code))).toEqual(new Set([1008]));
  expect(fates.every(({ errors }) => errors >= 1)).toBe(true);
  await vi.waitFor(() => expect(running.size).toBe(1), { timeout: 8_000, interval: 50 });
  expect(outcomes.every(({ reason }) => reason === 'invalid-message')).toBe(true);
  good.send(JSON.stringify({ type: 'user_message', text: 'Still there?' }));
  await vi.waitFor(() => expect(heard).toContain('agent_response'), { timeout: 8_000, interval: 20 });
  good.terminate();
}, 60_000);
