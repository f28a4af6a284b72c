import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { withDeadline } from '../../lib/wait';
import { pipelineSampleRate } from '../../voice/frames';

const connectDeadlineMs = 8_000;
/** Rate of the sound that the agent gives to its track; the track itself carries Opus. */
export const trackSampleRate = 24_000;
const frameMs = 20;

/** What a conversation needs of a room: who is there, what they say, and a way to answer. */
export interface AgentRoom {
  /** Calls these until the room is left; set before anything can come. */
  listen(listener: RoomListener): void;
  sendText(text: string): Promise<void>;
  /** Takes sound to be played; resolves when there is room for more. */
  play(pcm: Int16Array): Promise<void>;
  /** Drops what was taken and not played yet. */
  cut(): void;
  /** Resolves when all that was taken was played. */
  played(): Promise<void>;
  leave(): Promise<void>;
}

export interface RoomListener {
  /** Null: somebody of whose coming the room has not told yet. */
  onText(text: string, from: string | null): void;
  onSound(pcm: Int16Array): void;
  onLeft(who: string): void;
  onClosed(): void;
}

export type JoinRoom = (options: { readonly url: string; readonly token: string; readonly clock: Clock; readonly log: Logger }) => Promise<AgentRoom>;

/** Joins a room of a LiveKit server and publishes the agent's track there. The library is loaded with the first call: it is large, and native. */
export const joinLivekit: JoinRoom = async ({ url, token, clock, log }) => {
  const rtc = await import('@livekit/rtc-node');
  const room = new rtc.Room();
  let listener: RoomListener | null = null;
  const source = new rtc.AudioSource(trackSampleRate, 1);
  const isPerson = (identity: string | undefined) => identity !== undefined && !identity.startsWith('agent');
  const read = async (stream: ReadableStream<{ readonly data: Int16Array }>) => {
    // Frames share memory with the library: what is kept is copied.
    for await (const frame of stream) listener?.onSound(frame.data.slice());
  };
  room.on(rtc.RoomEvent.DataReceived, (payload, participant) => {
    if (participant === undefined || isPerson(participant.identity)) listener?.onText(new TextDecoder().decode(payload), participant?.identity ?? null);
  });
  room.on(rtc.RoomEvent.TrackSubscribed, (track, _publication, participant) => {
    if (track.kind !== rtc.TrackKind.KIND_AUDIO || !isPerson(participant.identity)) return;
    const stream = new rtc.AudioStream(track, { sampleRate: pipelineSampleRate, numChannels: 1, frameSizeMs: frameMs });
    read(stream).catch((error: unknown) => log.warn({ err: error }, 'the sound of a room ended badly'));
  });
  room.on(rtc.RoomEvent.ParticipantDisconnected, (participant) => listener?.onLeft(participant.identity));
  room.on(rtc.RoomEvent.Disconnected, () => listener?.onClosed());
  try {
    await withDeadline({ clock, limitMs: connectDeadlineMs, what: 'joining a room' }, async () => {
      await room.connect(url, token, { autoSubscribe: true, dynacast: false });
      const track = rtc.LocalAudioTrack.createAudioTrack('agent', source);
      const options = new rtc.TrackPublishOptions();
      options.source = rtc.TrackSource.SOURCE_MICROPHONE;
      await room.localParticipant?.publishTrack(track, options);
    });
  } catch (error) {
    await room.disconnect().catch(() => undefined);
    throw error;
  }
  return {
    listen(of) {
      listener = of;
    },
    async sendText(text) {
      await room.localParticipant?.publishData(new TextEncoder().encode(text), { reliable: true });
    },
    play: (pcm) => source.captureFrame(new rtc.AudioFrame(pcm, trackSampleRate, 1, pcm.length)),
    cut: () => source.clearQueue(),
    played: () => source.waitForPlayout(),
    async leave() {
      listener = null;
      await source.close();
      await room.disconnect();
    },
  };
};
