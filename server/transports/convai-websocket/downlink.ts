import { Buffer } from 'node:buffer';
import { WebSocket } from 'ws';
import type { AgentConfig } from '../../contracts/agent-config';
import type { EndReason } from '../../contracts/conversation';
import type { Clock } from '../../lib/clock';
import { encodeMulaw } from '../../voice/audio/mulaw';
import { bytesOfSamples } from '../../voice/audio/pcm';
import type { AudioOutFrame, ConversationEventFrame } from '../../voice/frames';
import type { Transport, UplinkFrame } from '../../voice/transport';
import type { UplinkQueue } from '../uplink-queue';
import { McpCallFrames } from './mcp-call-frames';

const pingEveryMs = 3_000;
/** How far ahead of the playhead sound is sent. */
const leastLeadMs = 100;
const mostLeadMs = 700;
/** A client that does not finish the closing handshake is cut off. */
const closeDeadlineMs = 3_000;

export interface ConvaiDownlinkOptions {
  readonly ws: WebSocket;
  readonly queue: UplinkQueue;
  readonly config: AgentConfig;
  readonly conversationId: string;
  readonly isTextOnly: boolean;
  readonly clock: Clock;
}

/** Sent whatever the agent's list of client events says: nothing works without them. */
const alwaysSent = new Set(['conversation_initiation_metadata', 'ping', 'client_tool_call', 'error', 'queue_status']);

/** Conversation to client, in the public API's frames. */
export class ConvaiDownlink implements Transport {
  readonly outputSampleRate: number;
  readonly reportsPlayhead = false;
  readonly canHold = false;
  readonly uplink: AsyncIterable<UplinkFrame>;
  readonly #options: ConvaiDownlinkOptions;
  readonly #events: ReadonlySet<string>;
  readonly #isMulaw: boolean;
  readonly #mcpCalls: McpCallFrames;
  #cancelPing: (() => void) | null = null;
  /** Pings count for themselves: turns and responses have their own ids. */
  #lastPingId = 0;
  #pingSentAtMs = 0;
  #pingMs: number | null = null;
  #extraLeadMs = 0;
  /** Text of the live response, sent as `agent_response` with its first sound or when it is complete, whichever makes it whole. */
  #response: { readonly id: number; text: string; isFinal: boolean; isAudible: boolean; isSent: boolean; hasParts: boolean } | null = null;

  constructor(options: ConvaiDownlinkOptions) {
    this.#options = options;
    this.uplink = options.queue.frames;
    const { conversation, tts } = options.config.conversationConfig;
    this.#events = new Set(conversation.clientEvents);
    this.#mcpCalls = new McpCallFrames(options.clock, (frame) => this.#send('mcp_tool_call', { mcp_tool_call: frame }));
    this.#isMulaw = tts.agentOutputAudioFormat === 'ulaw_8000';
    this.outputSampleRate = Number(tts.agentOutputAudioFormat.split('_')[1]);
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

  sendAudio(frame: AudioOutFrame): void {
    if (this.#options.isTextOnly) return;
    const bytes = this.#isMulaw ? encodeMulaw(frame.pcm) : bytesOfSamples(frame.pcm);
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    // Written by hand: nothing in it needs escaping, and it is most of what is sent.
    if (this.#events.has('audio')) this.#transmitText(`{"type":"audio","audio_event":{"audio_base_64":"${base64}","event_id":${frame.responseId}}}`);
  }

  sendEvent(event: ConversationEventFrame): void {
    switch (event.kind) {
      case 'voice-activity':
        return this.#send('vad_score', { vad_score_event: { vad_score: round(event.probability) } });
      case 'transcription-partial':
        return this.#send('tentative_user_transcript', { tentative_user_transcription_event: { user_transcript: event.text, event_id: event.turnId } });
      case 'transcription-final':
        // Clients show what was typed themselves: an echo would show it twice.
        if (event.medium === 'audio') this.#send('user_transcript', { user_transcription_event: { user_transcript: event.text, event_id: event.turnId } });
        return;
      case 'response-started':
        this.#response = { id: event.responseId, text: '', isFinal: false, isAudible: false, isSent: false, hasParts: false };
        return;
      case 'response-text':
        return this.#responseText(event);
      case 'response-audible':
        if (this.#response?.id === event.responseId) this.#response.isAudible = true;
        return this.#sendWholeResponse();
      case 'interrupted':
        return this.#send('interruption', { interruption_event: { event_id: event.responseId } });
      case 'response-ended':
        return this.#responseEnded(event);
      case 'tool-called':
        this.#send('agent_tool_request', {
          agent_tool_request: { tool_name: event.toolName, tool_call_id: event.toolCallId, tool_type: event.toolType, event_id: event.responseId },
        });
        this.#mcpCalls.called(event);
        if (event.toolType === 'client') {
          this.#send('client_tool_call', {
            client_tool_call: {
              tool_name: event.toolName,
              tool_call_id: event.toolCallId,
              parameters: event.parameters,
              event_id: event.responseId,
              expects_response: event.expectsResponse,
            },
          });
        }
        return;
      case 'tool-approved':
        return this.#mcpCalls.approved(event.toolCallId);
      case 'integrations-connected':
        return this.#send('mcp_connection_status', {
          mcp_connection_status: {
            integrations: event.integrations.map(({ id, isConnected, toolCount }) => ({
              integration_id: id,
              integration_type: 'mcp_server',
              is_connected: isConnected,
              tool_count: toolCount,
            })),
          },
        });
      case 'tool-finished':
        this.#mcpCalls.finished(event);
        return this.#send('agent_tool_response', {
          agent_tool_response: {
            tool_name: event.toolName,
            tool_call_id: event.toolCallId,
            tool_type: event.toolType,
            is_error: event.isError,
            is_called: true,
            event_id: event.responseId,
          },
        });
      default:
        return;
    }
  }

  sendError(error: { readonly code: number; readonly errorType: string; readonly message: string }): void {
    this.#send('error', { error_event: { code: error.code, message: error.message, error_type: error.errorType, reason: error.message } });
  }

  adaptTo(extraLeadMs: number): void {
    this.#extraLeadMs = extraLeadMs;
  }

  bufferedBytes(): number {
    return this.#options.ws.bufferedAmount;
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
    const { ws, clock } = this.#options;
    if (ws.readyState !== WebSocket.OPEN) return;
    const { code, message, errorType } = closingOf(reason, detail);
    if (errorType !== null) this.sendError({ code, errorType, message });
    ws.close(code, closeReason(message));
    const cancel = clock.after(closeDeadlineMs, () => ws.terminate());
    ws.once('close', cancel);
  }

  #ping(): void {
    this.#lastPingId++;
    this.#pingSentAtMs = this.#options.clock.nowMs();
    this.#send('ping', { ping_event: { event_id: this.#lastPingId, ping_ms: this.#pingMs } });
    this.#cancelPing = this.#options.clock.after(pingEveryMs, () => this.#ping());
  }

  #responseText(event: Extract<ConversationEventFrame, { kind: 'response-text' }>): void {
    const response = this.#response;
    if (response?.id !== event.responseId) return;
    const sendsParts = this.#options.isTextOnly || this.#events.has('agent_chat_response_part');
    if (sendsParts) {
      if (!response.hasParts) this.#part('start', '', event.responseId);
      response.hasParts = true;
      if (event.delta !== '') this.#part('delta', event.delta, event.responseId);
      if (event.isFinal) this.#part('stop', '', event.responseId);
    }
    response.text = event.text;
    response.isFinal = event.isFinal;
    this.#sendWholeResponse();
  }

  #sendWholeResponse(): void {
    const response = this.#response;
    if (response === null || response.isSent || !response.isFinal || response.text === '') return;
    if (!response.isAudible && !this.#options.isTextOnly) return;
    response.isSent = true;
    this.#send('agent_response', { agent_response_event: { agent_response: response.text, event_id: response.id } });
  }

  #responseEnded(event: Extract<ConversationEventFrame, { kind: 'response-ended' }>): void {
    const response = this.#response;
    if (response?.id === event.responseId) {
      if (event.heardText !== '' && !response.isSent && event.text !== '') {
        // Cut before the model had finished: the text so far is what there was.
        response.isSent = true;
        this.#send('agent_response', { agent_response_event: { agent_response: event.text, event_id: event.responseId } });
      }
      if (response.hasParts && !response.isFinal) this.#part('stop', '', event.responseId);
      this.#response = null;
    }
    if (event.isInterrupted && event.text !== '' && response?.isSent === true) {
      const corrected = event.heardText === '' ? '...' : `${event.heardText}...`;
      this.#send('agent_response_correction', {
        agent_response_correction_event: { original_agent_response: event.text, corrected_agent_response: corrected, event_id: event.responseId },
      });
    }
    if (!event.isInterrupted) this.#send('agent_response_complete', { agent_response_complete_event: { event_id: event.responseId } });
  }

  #part(type: 'start' | 'delta' | 'stop', text: string, eventId: number): void {
    this.#transmit({ type: 'agent_chat_response_part', text_response_part: { text, type, event_id: eventId } });
  }

  #send(type: string, members: Record<string, unknown>): void {
    if (alwaysSent.has(type) || this.#events.has(type)) this.#transmit({ type, ...members });
  }

  #transmit(frame: Record<string, unknown>): void {
    this.#transmitText(JSON.stringify(frame));
  }

  #transmitText(text: string): void {
    const { ws } = this.#options;
    if (ws.readyState === WebSocket.OPEN) ws.send(text);
  }
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

const round = (value: number) => Math.round(value * 1000) / 1000;
