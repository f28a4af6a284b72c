import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { env, pid } from 'node:process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { type SocketServerUnderTest, startSocketServer } from '../../testing/socket-server';
import { LivekitRooms } from './rooms';

/** A LiveKit server's program; these tests need one. */
const program = env['PARLEY_TEST_LIVEKIT_SERVER'] ?? '';
const port = 17_880 + (pid % 50) * 4;
const url = `ws://127.0.0.1:${port}`;
const apiKey = 'devkey';
const apiSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';

let livekit: ChildProcess | undefined;
let server: SocketServerUnderTest;
let rooms: LivekitRooms;

const isListening = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.end());
  });

describe.skipIf(program === '')('a LiveKit server (PARLEY_TEST_LIVEKIT_SERVER names its program)', () => {
  beforeAll(async () => {
    const config = [
      `port: ${port}`,
      'bind_addresses: [127.0.0.1]',
      `rtc: {tcp_port: ${port + 1}, udp_port: ${port + 2}, use_external_ip: false, node_ip: 127.0.0.1}`,
    ];
    livekit = spawn(program, ['--config-body', [...config, `keys: {${apiKey}: ${apiSecret}}`].join('\n')], { stdio: 'ignore' });
    await vi.waitFor(async () => expect(await isListening()).toBe(true), { timeout: 15_000, interval: 100 });
    server = await startSocketServer({}, { firstMessage: 'Hello there.' });
    rooms = new LivekitRooms({ url, apiKey, apiSecret, host: server.host, clock: systemClock, log: silentLogger });
  }, 30_000);

  afterAll(async () => {
    await server.close();
    await rooms.close();
    livekit?.kill();
    await (await import('@livekit/rtc-node')).dispose();
  });

  it('carries a conversation: frames as data, sound as tracks, both ways', { timeout: 40_000 }, async () => {
    const rtc = await import('@livekit/rtc-node');
    const frames: Record<string, unknown>[] = [];
    const of = (type: string) => frames.filter((frame) => frame['type'] === type);
    let loudest = 0;
    let hasAgentLeft = false;
    const token = await rooms.open({ agentId: 'agent_test', conversationId: 'conv_live', signature: 'signed', source: 'test' });
    const room = new rtc.Room();
    room.on(rtc.RoomEvent.DataReceived, (payload) => void frames.push(JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>));
    room.on(rtc.RoomEvent.TrackSubscribed, (track, _, participant) => {
      expect(participant.identity).toMatch(/^agent/u);
      void (async () => {
        for await (const frame of new rtc.AudioStream(track, 16_000, 1)) for (const sample of frame.data) loudest = Math.max(loudest, Math.abs(sample));
      })();
    });
    room.on(rtc.RoomEvent.ParticipantDisconnected, () => {
      hasAgentLeft = true;
    });
    await room.connect(url, token, { autoSubscribe: true, dynacast: false });
    expect(room.name).toMatch(/conv_[a-zA-Z0-9]+/u);
    const source = new rtc.AudioSource(16_000, 1);
    const microphone = rtc.LocalAudioTrack.createAudioTrack('microphone', source);
    await room.localParticipant?.publishTrack(microphone, new rtc.TrackPublishOptions());
    const send = (frame: unknown) => room.localParticipant?.publishData(new TextEncoder().encode(JSON.stringify(frame)), { reliable: true });
    await send({ type: 'conversation_initiation_client_data' });
    await vi.waitFor(() => expect(of('agent_response').length).toBeGreaterThan(0), { timeout: 8_000 });
    expect(frames[0]?.['type']).toBe('conversation_initiation_metadata');
    await vi.waitFor(() => expect(loudest).toBeGreaterThan(100), { timeout: 5_000 });

    server.ear.words = 'what time is it';
    const say = async (level: number, frameCount: number) => {
      for (let i = 0; i < frameCount; i++) {
        // A tone: codecs take constant samples for nothing.
        const pcm = Int16Array.from({ length: 320 }, (_, at) => level * Math.sign(Math.sin(((i * 320 + at) * 2 * Math.PI * 220) / 16_000)));
        await source.captureFrame(new rtc.AudioFrame(pcm, 16_000, 1, 320));
      }
    };
    await say(9_000, 60);
    await say(0, 100);
    await vi.waitFor(() => expect(of('user_transcript').length).toBeGreaterThan(0), { timeout: 8_000 });
    expect(of('user_transcript')[0]).toMatchObject({ user_transcription_event: { user_transcript: 'what time is it' } });
    await vi.waitFor(() => expect(of('agent_response').length).toBeGreaterThan(1), { timeout: 8_000 });

    await send({ type: 'user_message', text: 'and a typed one' });
    await vi.waitFor(() => expect(of('agent_response').length).toBeGreaterThan(2), { timeout: 8_000 });
    server.model.replies = [[{ kind: 'tool-call', call: { id: 'bye', name: 'end_call', argumentsJson: '{"reason":"done","message":"Bye."}' } }]];
    await send({ type: 'user_message', text: 'bye' });
    await vi.waitFor(() => expect(hasAgentLeft).toBe(true), { timeout: 10_000 });
    expect(server.outcomes).toMatchObject([{ reason: 'agent-ended' }]);
    await source.close();
    await room.disconnect();
  });
});
