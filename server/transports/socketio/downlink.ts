import type { Socket } from 'socket.io';
import type { EndReason } from '../../contracts/conversation';
import type { DownlinkEvent, DownlinkEvents, UplinkEvents } from '../../contracts/voice-protocol';
import { consoleSampleRate } from '../../contracts/voice-namespace';
import type { AudioOutFrame, ConversationEventFrame } from '../../voice/frames';
import type { Transport, UplinkFrame } from '../../voice/transport';
import type { UplinkQueue } from '../uplink-queue';
import { bufferedBytes } from './buffered-bytes';

const usualLeadMs = 700;

/** Conversation to browser: sound as binary, what happens as events. The client reports its playhead and can hold its loudspeaker. */
export class SocketDownlink implements Transport {
  readonly outputSampleRate = consoleSampleRate;
  readonly reportsPlayhead = true;
  readonly canHold = true;
  leadMs = usualLeadMs;
  readonly uplink: AsyncIterable<UplinkFrame>;
  readonly #socket: Socket<UplinkEvents, DownlinkEvents>;
  readonly #uplink: UplinkQueue;
  #isHeld = false;

  constructor(socket: Socket<UplinkEvents, DownlinkEvents>, uplink: UplinkQueue) {
    this.#socket = socket;
    this.#uplink = uplink;
    this.uplink = uplink.frames;
  }

  sendAudio(frame: AudioOutFrame): void {
    const { buffer, byteOffset, byteLength } = frame.pcm;
    this.#socket.emit('audio', frame.responseId, frame.startMs, buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  }

  sendEvent(event: ConversationEventFrame): void {
    const shown = toDownlinkEvent(event);
    if (shown === null) return;
    if (shown.kind === 'voice-activity') this.#socket.volatile.emit('event', shown);
    else this.#socket.emit('event', shown);
    // A response that was stopped during a hold leaves nothing to resume; the loudspeaker must be open for the next one.
    if (this.#isHeld && shown.kind === 'agent-heard') this.#socket.emit('event', { kind: 'resume' });
    if (shown.kind === 'hold') this.#isHeld = true;
    if (shown.kind === 'resume' || shown.kind === 'agent-heard') this.#isHeld = false;
  }

  adaptTo(extraLeadMs: number): void {
    this.leadMs = usualLeadMs + extraLeadMs;
  }

  bufferedBytes(): number {
    return bufferedBytes(this.#socket);
  }

  /** `ended` went out as an event; the namespace disconnects the socket once the conversation is stored. */
  close(_reason: EndReason, _detail: string): void {
    this.#uplink.close();
  }
}

const endMessages: Readonly<Record<EndReason, string>> = {
  'participant-left': 'You ended the conversation.',
  'agent-ended': 'The agent ended the conversation.',
  silence: 'The conversation ended because nobody spoke.',
  'max-duration': 'The longest duration was reached.',
  'connection-lost': 'The connection was lost.',
  'provider-failed': 'A speech or language provider failed.',
  'host-crashed': 'The voice server stopped unexpectedly.',
  'host-drained': 'The voice server is restarting.',
  'ended-by-member': 'The conversation was ended from the dashboard.',
  'invalid-message': 'The client sent something unreadable.',
  'internal-error': 'Something went wrong on our side.',
};

/** What a browser is shown of an event; null: nothing. */
export function toDownlinkEvent(event: ConversationEventFrame): DownlinkEvent | null {
  switch (event.kind) {
    case 'state-changed':
      return { kind: 'state', state: event.state };
    case 'voice-activity':
      return event;
    case 'transcription-partial':
      return { kind: 'transcription-partial', text: event.text };
    case 'transcription-final':
      return { kind: 'transcription-final', turnId: event.turnId, text: event.text, medium: event.medium };
    case 'response-text':
      return { kind: 'agent-text', responseId: event.responseId, text: event.text, isFinal: event.isFinal };
    case 'response-ended':
      return { kind: 'agent-heard', responseId: event.responseId, heardText: event.heardText, isInterrupted: event.isInterrupted };
    case 'person-said':
      return { kind: 'person-said', responseId: event.responseId, text: event.text };
    case 'interrupted':
      return { kind: 'interrupted', responseId: event.responseId };
    case 'playout-held':
      return { kind: 'hold' };
    case 'playout-resumed':
      return { kind: 'resume' };
    case 'turn-measured':
      return { kind: 'turn-metrics', turnId: event.turnId, latency: event.latency, confidence: event.confidence };
    case 'tool-called':
      return toToolEvent(event);
    case 'tool-finished':
      return { kind: 'tool-finished', toolCallId: event.toolCallId, toolName: event.toolName, isError: event.isError };
    case 'workflow-node-entered':
      return { kind: 'workflow-node', nodeId: event.nodeId, label: event.label };
    case 'failed-over':
      return { kind: 'failover', capability: event.capability, from: event.from, to: event.to, reason: event.reason };
    case 'provider-failed':
      return { kind: 'notice', message: event.category === 'unsupported' ? event.message : `A provider failed (${event.capability}).` };
    case 'notice':
      return event;
    case 'conversation-ended':
      return { kind: 'ended', reason: event.reason, message: endMessages[event.reason] };
    default:
      return null;
  }
}

function toToolEvent({
  toolType,
  toolCallId,
  toolName,
  parameters,
  expectsResponse,
  approvalMs,
  origin,
}: Extract<ConversationEventFrame, { kind: 'tool-called' }>): DownlinkEvent | null {
  if (toolType === 'client') return { kind: 'tool-call', toolCallId, toolName, parameters: { ...parameters }, expectsResponse };
  if (approvalMs === null) return null;
  return { kind: 'tool-approval-asked', toolCallId, toolName, description: origin?.description ?? '', parameters: { ...parameters }, timeoutMs: approvalMs };
}
