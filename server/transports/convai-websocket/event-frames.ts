import { contextLimitOf } from '../../contracts/model-context';
import type { Clock } from '../../lib/clock';
import type { ConversationEventFrame } from '../../voice/frames';
import { McpCallFrames } from './mcp-call-frames';

export interface EventFramesOptions {
  readonly isTextOnly: boolean;
  readonly sendsParts: boolean;
  /** Typed words are told like spoken ones: for readers other than who typed them. */
  readonly tellsTyped?: boolean;
  readonly clock: Clock;
  readonly send: (type: string, members: Record<string, unknown>) => void;
}

/** What happens in a conversation, as frames of the public API; whoever sends them picks those that its reader asked for. */
export class EventFrames {
  readonly #options: EventFramesOptions;
  readonly #send: EventFramesOptions['send'];
  readonly #mcpCalls: McpCallFrames;
  /** Text of the live response, told as `agent_response` with its first sound or when it is complete, whichever makes it whole. */
  #response: { readonly id: number; text: string; isFinal: boolean; isAudible: boolean; isSent: boolean; hasParts: boolean } | null = null;

  constructor(options: EventFramesOptions) {
    this.#options = options;
    this.#send = options.send;
    this.#mcpCalls = new McpCallFrames(options.clock, (frame) => this.#send('mcp_tool_call', { mcp_tool_call: frame }));
  }

  tell(event: ConversationEventFrame): void {
    switch (event.kind) {
      case 'voice-activity':
        return this.#send('vad_score', { vad_score_event: { vad_score: round(event.probability) } });
      case 'transcription-partial':
        return this.#send('tentative_user_transcript', { tentative_user_transcription_event: { user_transcript: event.text, event_id: event.turnId } });
      case 'transcription-final':
        // Clients show what was typed themselves: an echo would show it twice.
        if (event.medium === 'audio' || this.#options.tellsTyped === true)
          this.#send('user_transcript', { user_transcription_event: { user_transcript: event.text, event_id: event.turnId } });
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
      case 'person-said':
        if (event.text === null) return;
        this.#send('agent_response', { agent_response_event: { agent_response: event.text, event_id: event.responseId } });
        return this.#send('agent_response_complete', { agent_response_complete_event: { event_id: event.responseId } });
      case 'tool-called':
        return this.#toolCalled(event);
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
        return this.#toolFinished(event);
      case 'guardrail-triggered':
        return this.#send('guardrail_triggered', {});
      case 'context-used':
        return this.#send('context_usage', {
          context_usage_event: {
            event_id: event.responseId,
            model: event.model,
            context_tokens: event.tokens,
            context_limit_tokens: contextLimitOf(event.model),
          },
        });
      case 'model-metadata':
        return this.#send('agent_response_metadata', { agent_response_metadata_event: { metadata: event.metadata, event_id: event.responseId } });
      case 'takeover-changed':
        if (event.isActive) this.#send('external_agent_connected', { external_agent_connected_event: {} });
        else this.#send('external_agent_disconnected', { external_agent_disconnected_event: {} });
        return;
      default:
        return;
    }
  }

  #responseText(event: Extract<ConversationEventFrame, { kind: 'response-text' }>): void {
    const response = this.#response;
    if (response?.id !== event.responseId) return;
    if (this.#options.sendsParts) {
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
    // A turn that was let pass in silence is no answer.
    if (!event.isInterrupted && event.text !== '') this.#send('agent_response_complete', { agent_response_complete_event: { event_id: event.responseId } });
  }

  #part(type: 'start' | 'delta' | 'stop', text: string, eventId: number): void {
    this.#send('agent_chat_response_part', { text_response_part: { text, type, event_id: eventId } });
  }

  #toolCalled(event: Extract<ConversationEventFrame, { kind: 'tool-called' }>): void {
    this.#send('agent_tool_request', {
      agent_tool_request: { tool_name: event.toolName, tool_call_id: event.toolCallId, tool_type: event.toolType, event_id: event.responseId },
    });
    this.#mcpCalls.called(event);
    if (event.toolType !== 'client') return;
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

  #toolFinished(event: Extract<ConversationEventFrame, { kind: 'tool-finished' }>): void {
    const answer = {
      tool_name: event.toolName,
      tool_call_id: event.toolCallId,
      tool_type: event.toolType,
      is_error: event.isError,
      is_called: true,
      event_id: event.responseId,
    };
    this.#send('agent_tool_response', { agent_tool_response: answer });
    const isTruncated = event.result.length > longestToolResult;
    this.#send('agent_tool_response_full_payload', {
      agent_tool_response_full_payload: {
        ...answer,
        full_tool_result: isTruncated ? event.result.slice(0, longestToolResult) : event.result,
        truncated: isTruncated,
        is_blocked: false,
      },
    });
  }
}

/** Characters of a tool's result that are told. */
const longestToolResult = 20_000;

const round = (value: number) => Math.round(value * 1000) / 1000;
