import { Buffer } from 'node:buffer';
import type { AgentConfig } from '../../contracts/agent-config';
import type { EndReason } from '../../contracts/conversation';
import type { Clock } from '../../lib/clock';
import { encodeMulaw } from '../../voice/audio/mulaw';
import { bytesOfSamples } from '../../voice/audio/pcm';
import type { AudioOutFrame, ConversationEventFrame, TimedCharacter } from '../../voice/frames';
import type { Transport, UplinkFrame } from '../../voice/transport';
import type { UplinkQueue } from '../uplink-queue';
import { EventFrames } from './event-frames';

const pingEveryMs = 3_000;
/** How far ahead of the playhead sound is sent. */
const leastLeadMs = 80;
const mostLeadMs = 700;
/** What carries frames to the client. */
export interface ClientLink {
  readonly isOpen: boolean;
  /** Accepted but not yet on the network. */
  readonly bufferedBytes: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** A way for the agent's sound that is none of the frames. */
export interface SoundTrack {
  readonly sampleRate: number;
  play(frame: AudioOutFrame): void;
  /** Nothing of what was given is to be heard any more. */
  cut(): void;
}

export interface ConvaiDownlinkOptions {
  readonly link: ClientLink;
  /** Absent: sound goes in frames. */
  readonly sound?: SoundTrack;
  readonly queue: UplinkQueue;
  readonly config: AgentConfig;
  readonly conversationId: string;
  readonly isTextOnly: boolean;
  readonly clock: Clock;
}

/** Sent whatever the agent's list of client events says: nothing works without them. */
const alwaysSent = new Set([
  'conversation_initiation_metadata',
  'ping',
  'client_tool_call',
  'error',
  'queue_status',
  'external_agent_connected',
  'external_agent_disconnected',
]);

/** Conversation to client, in the public API's frames. */
export class ConvaiDownlink implements Transport {
  readonly outputSampleRate: number;
  readonly reportsPlayhead = false;
  readonly canHold = false;
  readonly wantsCharacters: boolean;
  readonly uplink: AsyncIterable<UplinkFrame>;
  readonly #options: ConvaiDownlinkOptions;
  readonly #events: ReadonlySet<string>;
  readonly #isMulaw: boolean;
  readonly #frames: EventFrames;
  #cancelPing: (() => void) | null = null;
  /** Pings count for themselves: turns and responses have their own ids. */
  #lastPingId = 0;
  #pingSentAtMs = 0;
  #pingMs: number | null = null;
  #extraLeadMs = 0;

  constructor(options: ConvaiDownlinkOptions) {
    this.#options = options;
    this.uplink = options.queue.frames;
    const { conversation, tts } = options.config.conversationConfig;
    this.#events = new Set(conversation.clientEvents);
    this.#isMulaw = tts.agentOutputAudioFormat === 'ulaw_8000';
    this.outputSampleRate = options.sound?.sampleRate ?? Number(tts.agentOutputAudioFormat.split('_')[1]);
    this.wantsCharacters = options.sound === undefined;
    // Parts that an agent's list does not name are harmless in a text conversation, where most clients show them as they come.
    const sendsParts = options.isTextOnly || this.#events.has('agent_chat_response_part');
    this.#frames = new EventFrames({
      isTextOnly: options.isTextOnly,
      sendsParts,
      clock: options.clock,
      send: (type, members) => (sendsParts && type === 'agent_chat_response_part' ? this.#transmit({ type, ...members }) : this.#send(type, members)),
    });
  }

  /** Little, since this protocol cannot pause a client: what was sent is heard after the participant has begun to speak. A slow link gets more. */
  get leadMs(): number {
    return Math.min(mostLeadMs, leastLeadMs + 2 * (this.#pingMs ?? 0)) + this.#extraLeadMs;
  }

  /** Half of the way there and back. */
  get networkDelayMs(): number | null {
    return this.#pingMs === null ? null : this.#pingMs / 2;
  }

  sendMetadata(): void {
    const { config, conversationId } = this.#options;
    this.#send('conversation_initiation_metadata', {
      conversation_initiation_metadata_event: {
        conversation_id: conversationId,
        agent_output_audio_format: config.conversationConfig.tts.agentOutputAudioFormat,
        user_input_audio_format: config.conversationConfig.asr.userInputAudioFormat,
      },
    });
    this.#ping();
  }

  /** Another conversation has to end before this one may begin. */
  sendQueueStatus(status: 'waiting' | 'admitted' | 'timed_out'): void {
    this.#send('queue_status', { queue_status_event: { status } });
  }

  sendAudio(frame: AudioOutFrame): void {
    const { isTextOnly, sound } = this.#options;
    if (isTextOnly) return;
    if (sound !== undefined) return sound.play(frame);
    const bytes = this.#isMulaw ? encodeMulaw(frame.pcm) : bytesOfSamples(frame.pcm);
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    if (!this.#events.has('audio')) return;
    // Written by hand: nothing in the sound needs escaping, and it is most of what is sent.
    const alignment = frame.characters === undefined ? '' : `,"alignment":${JSON.stringify(alignmentOf(frame.characters))}`;
    this.#transmitText(`{"type":"audio","audio_event":{"audio_base_64":"${base64}","event_id":${frame.responseId}${alignment}}}`);
  }

  sendEvent(event: ConversationEventFrame): void {
    if (event.kind === 'interrupted') this.#options.sound?.cut();
    this.#frames.tell(event);
  }

  sendError(error: { readonly code: number; readonly errorType: string; readonly message: string }): void {
    this.#send('error', { error_event: { code: error.code, message: error.message, error_type: error.errorType, reason: error.message } });
  }

  adaptTo(extraLeadMs: number): void {
    this.#extraLeadMs = extraLeadMs;
  }

  bufferedBytes(): number {
    return this.#options.link.bufferedBytes;
  }

  /** The client answered a ping. */
  ponged(eventId: number): void {
    if (eventId !== this.#lastPingId) return;
    this.#pingMs = Math.round(this.#options.clock.nowMs() - this.#pingSentAtMs);
    this.#options.queue.offer({ kind: 'round-trip', ms: this.#pingMs });
  }

  stop(): void {
    this.#cancelPing?.();
    this.#cancelPing = null;
  }

  close(reason: EndReason, detail: string): void {
    this.stop();
    this.#options.queue.close();
    const { link } = this.#options;
    if (!link.isOpen) return;
    const { code, message, errorType } = closingOf(reason, detail);
    if (errorType !== null) this.sendError({ code, errorType, message });
    link.close(code, closeReason(message));
  }

  #ping(): void {
    this.#lastPingId++;
    this.#pingSentAtMs = this.#options.clock.nowMs();
    this.#send('ping', { ping_event: { event_id: this.#lastPingId, ping_ms: this.#pingMs } });
    this.#cancelPing = this.#options.clock.after(pingEveryMs, () => this.#ping());
  }

  #send(type: string, members: Record<string, unknown>): void {
    if (alwaysSent.has(type) || this.#events.has(type)) this.#transmit({ type, ...members });
  }

  #transmit(frame: Record<string, unknown>): void {
    this.#transmitText(JSON.stringify(frame));
  }

  #transmitText(text: string): void {
    const { link } = this.#options;
    if (link.isOpen) link.send(text);
  }
}

function alignmentOf(characters: readonly TimedCharacter[]): Record<string, readonly unknown[]> {
  return {
    chars: characters.map(({ text }) => text),
    char_start_times_ms: characters.map(({ startMs }) => startMs),
    char_durations_ms: characters.map(({ durationMs }) => durationMs),
  };
}

/** Close codes and texts by reason: 1000 for every normal end, 1008 for the caller's fault, 1011 for ours. */
function closingOf(reason: EndReason, detail: string): { readonly code: number; readonly message: string; readonly errorType: string | null } {
  switch (reason) {
    case 'max-duration':
      return { code: 1000, message: 'The conversation reached its maximum duration.', errorType: 'max_duration_exceeded' };
    case 'invalid-message':
      return { code: 1008, message: detail, errorType: null };
    case 'provider-failed':
      return { code: 1011, message: 'A speech or language provider failed.', errorType: 'llm_error' };
    case 'internal-error':
    case 'host-crashed':
      return { code: 1011, message: 'Something went wrong on our side.', errorType: 'unknown' };
    case 'host-drained':
      return { code: 1011, message: 'The server is restarting.', errorType: 'unknown' };
    default:
      return { code: 1000, message: detail === '' ? 'Conversation ended.' : detail, errorType: null };
  }
}

/** A close frame's reason holds at most 123 bytes. */
export function closeReason(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= 123 ? text : new TextDecoder('utf-8', { fatal: false }).decode(bytes.subarray(0, 119)).replace(/\uFFFD+$/u, '') + '…';
}
