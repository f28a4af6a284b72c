import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { apiKey, baseUrl, demoAgentId, socketUrl } from '../fixtures/agents';
import { decoded, loudness } from '../fixtures/wav';

/** Process number of the voice process, as the supervisor keeps it. */
function voicePid(): number {
  const file = path.join(process.env['DATA_DIR'] ?? '.data', 'running.json');
  const { children } = JSON.parse(readFileSync(file, 'utf8')) as { children: Record<string, { pid: number }> };
  const pid = children['voice']?.pid;
  if (pid === undefined) throw new Error(`no voice process in ${file}`);
  return pid;
}

test('a conversation survives kill -9 of the voice process: closed with its reason, its transcript and its sound so far', async ({ request }) => {
  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId('luna')}`);
  const frames: Record<string, unknown>[] = [];
  ws.on('message', (data) => frames.push(JSON.parse(String(data)) as Record<string, unknown>));
  ws.on('error', () => undefined);
  await new Promise((resolve) => ws.once('open', resolve));
  ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
  const sending = setInterval(
    () => ws.readyState === WebSocket.OPEN && ws.send(JSON.stringify({ user_audio_chunk: Buffer.alloc(3200).toString('base64') })),
    100,
  );
  try {
    await expect.poll(() => frames.filter((frame) => frame['type'] === 'agent_response').length, { timeout: 20_000 }).toBe(1);
    // The first message is heard to its end, stored, and some seconds of sound are on disk.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    const metadata = frames[0]?.['conversation_initiation_metadata_event'] as { conversation_id: string };
    process.kill(voicePid(), 'SIGKILL');
    await expect.poll(() => ws.readyState, { timeout: 10_000 }).toBe(WebSocket.CLOSED);
    await expect.poll(async () => (await request.get('/api/health')).status(), { timeout: 30_000 }).toBe(200);

    const api = new ElevenLabsClient({ apiKey: await apiKey('crash test'), baseUrl: baseUrl() });
    const record = await api.conversationalAi.conversations.get(metadata.conversation_id);
    expect(record.status).toBe('failed');
    expect(record.metadata.terminationReason).toMatch(/stopped unexpectedly/);
    expect(record.transcript[0]?.message).toMatch(/this is Café Luna/);
    expect(record.hasAudio).toBe(true);
    const audio = await api.conversationalAi.conversations.audio.get(metadata.conversation_id);
    const sound = await decoded(new Uint8Array(await new Response(audio as ReadableStream).arrayBuffer()));
    expect(sound.length / 16_000).toBeGreaterThan(4);
    expect(loudness(sound)).toBeGreaterThan(300);
  } finally {
    clearInterval(sending);
    ws.terminate();
  }
});

test('calls go on being taken after the crash', async () => {
  const ws = new WebSocket(`${socketUrl()}/v1/convai/conversation?agent_id=${await demoAgentId('luna')}`);
  const heard = new Promise((resolve) => ws.on('message', (data) => String(data).includes('agent_response') && resolve(true)));
  await new Promise((resolve) => ws.once('open', resolve));
  ws.send(JSON.stringify({ type: 'conversation_initiation_client_data', conversation_config_override: { conversation: { text_only: true } } }));
  expect(await heard).toBe(true);
  ws.close(1000);
});
