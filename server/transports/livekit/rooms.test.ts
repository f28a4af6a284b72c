import { TokenVerifier } from 'livekit-server-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AgentConfigInput } from '../../contracts/agent-config';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { type SocketServerUnderTest, startSocketServer } from '../../testing/socket-server';
import { VirtualClock } from '../../voice/testing/virtual-clock';
import type { AgentRoom, RoomListener } from './room';
import { LivekitRooms, type LivekitRoomsOptions } from './rooms';

const apiKey = 'key';
const apiSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';
const call = { agentId: 'agent_test', conversationId: 'conv_1', signature: 'signed', source: 'js_sdk' };

let server: SocketServerUnderTest | undefined;
let rooms: LivekitRooms | undefined;

afterEach(async () => {
  await server?.close();
  await rooms?.close();
  server = undefined;
});

/** A room without a LiveKit server: the test is whoever is in it. */
class ScriptedRoom implements AgentRoom {
  readonly frames: Record<string, unknown>[] = [];
  playedSamples = 0;
  cuts = 0;
  hasLeft = false;
  #listener: RoomListener | null = null;

  listen(listener: RoomListener): void {
    this.#listener = listener;
  }

  async sendText(text: string): Promise<void> {
    this.frames.push(JSON.parse(text) as Record<string, unknown>);
  }

  async play(pcm: Int16Array): Promise<void> {
    this.playedSamples += pcm.length;
  }

  cut(): void {
    this.cuts++;
  }

  async played(): Promise<void> {}

  async leave(): Promise<void> {
    this.hasLeft = true;
  }

  says(frame: unknown, from = 'user_conv_1'): void {
    this.#listener?.onText(JSON.stringify(frame), from);
  }

  sounds(pcm: Int16Array): void {
    this.#listener?.onSound(pcm);
  }

  leaves(who = 'user_conv_1'): void {
    this.#listener?.onLeft(who);
  }

  of(type: string): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame['type'] === type);
  }

  until(isTrue: () => boolean): Promise<void> {
    return vi.waitFor(
      () => {
        if (!isTrue()) throw new Error(`still waiting; received ${this.frames.map(({ type }) => String(type)).join(', ')}`);
      },
      { timeout: 5_000, interval: 10 },
    );
  }
}

async function enter(config: AgentConfigInput = {}, { firstMessage = '', ...over }: { firstMessage?: string } & Partial<LivekitRoomsOptions> = {}) {
  server = await startSocketServer(config, { firstMessage });
  const room = new ScriptedRoom();
  rooms = new LivekitRooms({
    url: 'ws://none',
    apiKey,
    apiSecret,
    host: server.host,
    clock: systemClock,
    log: silentLogger,
    join: async () => room,
    ...over,
  });
  const token = await rooms.open(call);
  return { room, token };
}

describe('a conversation by WebRTC', () => {
  it('lets its participant in with a token for one room, who is no agent', async () => {
    const { token } = await enter();
    const claims = await new TokenVerifier(apiKey, apiSecret).verify(token);
    expect(claims).toMatchObject({ sub: 'user_conv_1', video: { roomJoin: true, room: 'conv_1', canPublish: true, canSubscribe: true, canPublishData: true } });
  });

  it('begins with the initiation data: metadata first, then the first message as sound of the track, in no frame', async () => {
    const { room } = await enter({}, { firstMessage: 'Hi.' });
    room.says({ type: 'conversation_initiation_client_data' });
    await room.until(() => room.of('agent_response').length > 0 && room.playedSamples > 0);
    expect(room.frames[0]?.['type']).toBe('conversation_initiation_metadata');
    expect(room.of('agent_response')).toMatchObject([{ agent_response_event: { agent_response: 'Hi.' } }]);
    expect(room.of('audio')).toEqual([]);
  });

  it('takes typed turns and hears the track', async () => {
    const { room } = await enter();
    room.says({ type: 'conversation_initiation_client_data' });
    await room.until(() => room.of('conversation_initiation_metadata').length > 0);
    room.says({ type: 'user_message', text: 'hello' });
    await room.until(() => room.of('agent_response').length > 0);
    if (server !== undefined) server.ear.words = 'a question';
    for (let i = 0; i < 40; i++) {
      room.sounds(new Int16Array(320).fill(8_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (let i = 0; i < 60; i++) room.sounds(new Int16Array(320));
    await room.until(() => room.of('user_transcript').length > 0);
    expect(room.of('user_transcript')[0]).toMatchObject({ user_transcription_event: { user_transcript: 'a question' } });
  });

  it('stops the track when the participant interrupts', async () => {
    const { room } = await enter({}, { firstMessage: 'This is a first message that takes some time to be said as a whole.' });
    room.says({ type: 'conversation_initiation_client_data' });
    await room.until(() => room.playedSamples > 0);
    room.says({ type: 'user_message', text: 'stop' });
    await room.until(() => room.of('interruption').length > 0);
    expect(room.cuts).toBe(1);
  });

  it('ends when the participant leaves, and the agent leaves too; others change nothing', async () => {
    const { room } = await enter();
    room.says({ type: 'conversation_initiation_client_data' });
    await room.until(() => server?.running.size === 1);
    room.leaves('user_other');
    room.says({ type: 'user_message', text: 'hello' }, 'user_other');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server?.running.size).toBe(1);
    room.leaves();
    await room.until(() => room.hasLeft);
    expect(server?.outcomes).toMatchObject([{ reason: 'participant-left' }]);
    expect(server?.model.requests).toEqual([]);
  });

  it('that is refused tells why and leaves', async () => {
    server = await startSocketServer({});
    const room = new ScriptedRoom();
    rooms = new LivekitRooms({ url: 'ws://none', apiKey, apiSecret, host: server.host, clock: systemClock, log: silentLogger, join: async () => room });
    await rooms.open({ ...call, agentId: 'agent_none' });
    room.says({ type: 'conversation_initiation_client_data' });
    await room.until(() => room.hasLeft);
    expect(room.of('error')).toMatchObject([{ error_event: { code: 1008 } }]);
  });

  it('to which nobody comes is given up within a minute', async () => {
    const clock = new VirtualClock();
    const { room } = await enter({}, { clock });
    await clock.advance(59_000);
    expect(room.hasLeft).toBe(false);
    await clock.advance(2_000);
    await room.until(() => room.hasLeft);
    expect(server?.outcomes).toEqual([]);
  });

  it('has no token when the LiveKit server cannot be reached', async () => {
    const join = () => Promise.reject(new Error('refused'));
    await expect(enter({}, { join })).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  it('has no more than fifty agents wait at once', async () => {
    const { room } = await enter();
    for (let i = 1; i < 50; i++) await rooms?.open({ ...call, conversationId: `conv_${i}` });
    await expect(rooms?.open(call)).rejects.toMatchObject({ code: 'conversation_limit' });
    // Whoever has come waits no more.
    room.says({ type: 'conversation_initiation_client_data' }, 'user_conv_49');
    await room.until(() => server?.running.size === 1);
    await expect(rooms?.open(call)).resolves.toBeTypeOf('string');
  });
});
