import type { RetrievalInfo, TranscriptItem, TranscriptToolCall, TranscriptToolResult, TurnLatency, TurnMetrics } from '../contracts/conversation';
import type { ConversationEventFrame } from '../voice/frames';
import type { Observer } from '../voice/conversation';

interface CallNote {
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
}

/** Builds the transcript of a conversation from what happens in it. `onItem` hears each item as it stands, with its place. */
export class TranscriptBuilder implements Observer {
  readonly #items: TranscriptItem[] = [];
  readonly #onItem: (index: number, item: TranscriptItem) => void;
  readonly #latencies: number[] = [];
  #interruptions = 0;
  #speaker: TranscriptItem['agentMetadata'];
  readonly #embeddingModel: string;
  #retrieved: { readonly responseId: number; readonly info: RetrievalInfo } | null = null;
  /** What calls were, told by whoever made them, until their results are here. */
  readonly #calls = new Map<string, CallNote>();
  /** Guardrails of the answer that is made, until it is over. */
  #triggered: { readonly responseId: number; readonly guardrails: NonNullable<TranscriptItem['triggeredGuardrails']> } | null = null;
  #measured: { readonly responseId: number; readonly latency: TurnLatency } | null = null;

  /** `embeddingModel`: the name by which the agent asked for what compares meanings. */
  constructor(onItem: (index: number, item: TranscriptItem) => void, embeddingModel: string) {
    this.#onItem = onItem;
    this.#embeddingModel = embeddingModel;
  }

  get items(): readonly TranscriptItem[] {
    return this.#items;
  }

  get interruptionCount(): number {
    return this.#interruptions;
  }

  /** Median response latency so far, in ms; null while there is none. */
  get responseLatencyMs(): number | null {
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  get messageCount(): number {
    return this.#items.filter((item) => item.message !== null).length;
  }

  /** What a call was in detail, and what went wrong with it. */
  noteCall(toolCallId: string, note: CallNote): void {
    this.#calls.set(toolCallId, note);
    const index = this.#items.findLastIndex((item) => item.toolCalls?.some(({ requestId }) => requestId === toolCallId) === true);
    const item = this.#items[index];
    if (item?.toolCalls === undefined || note.details === null) return;
    const toolDetails = note.details;
    const changed = { ...item, toolCalls: item.toolCalls.map((call) => (call.requestId === toolCallId ? { ...call, toolDetails } : call)) };
    this.#items[index] = changed;
    this.#onItem(index, changed);
  }

  observe(event: ConversationEventFrame, atMs: number): void {
    switch (event.kind) {
      case 'transcription-final':
        return this.#add({
          role: 'user',
          timeInCallSecs: Math.floor(event.startMs / 1000),
          message: event.text,
          sourceEventId: event.turnId,
          sourceMedium: event.medium,
          ...(event.producedBy === null ? {} : { conversationTurnMetrics: { metrics: {}, convaiAsrProvider: event.producedBy } }),
          parley: { startMs: event.startMs, endMs: event.endMs, ...(event.confidence === null ? {} : { confidence: event.confidence }) },
        });
      case 'backchannel-ignored':
        return this.#add({
          role: 'user',
          timeInCallSecs: Math.floor(atMs / 1000),
          message: event.text,
          sourceEventId: event.turnId,
          sourceMedium: 'audio',
          ignoredAsBackchannel: true,
          parley: { startMs: atMs, endMs: atMs },
        });
      case 'tool-called': {
        const call: TranscriptToolCall = {
          type: event.toolType,
          requestId: event.toolCallId,
          toolName: event.toolName,
          paramsAsJson: JSON.stringify(event.parameters),
          toolHasBeenCalled: true,
          ...detailsOf(event, this.#calls.get(event.toolCallId)),
        };
        return this.#add({
          role: 'agent',
          timeInCallSecs: Math.floor(atMs / 1000),
          message: null,
          toolCalls: [call],
          parley: { startMs: atMs, endMs: atMs, responseId: event.responseId },
        });
      }
      case 'tool-finished': {
        const note = this.#calls.get(event.toolCallId);
        this.#calls.delete(event.toolCallId);
        const updatedAt = Math.floor(Date.now() / 1000);
        const result: TranscriptToolResult = {
          type: event.toolType,
          requestId: event.toolCallId,
          toolName: event.toolName,
          resultValue: event.result,
          isError: event.isError,
          toolHasBeenCalled: true,
          isBlocked: false,
          toolLatencySecs: event.latencyMs / 1000,
          ...(note?.errorType ? { errorType: note.errorType } : {}),
          ...(note?.errorMessage ? { rawErrorMessage: note.errorMessage } : {}),
          dynamicVariableUpdates: event.variableUpdates.map(({ name, oldValue, newValue }) => ({
            variableName: name,
            oldValue: oldValue === null ? null : String(oldValue),
            newValue: String(newValue),
            updatedAt,
            toolName: event.toolName,
            toolRequestId: event.toolCallId,
          })),
        };
        return this.#add({
          role: 'agent',
          timeInCallSecs: Math.floor(atMs / 1000),
          message: null,
          toolResults: [result],
          parley: { startMs: atMs, endMs: atMs, responseId: event.responseId },
        });
      }
      case 'conversation-started':
        this.#speaker = event.agentId === '' ? undefined : { agentId: event.agentId };
        return;
      case 'workflow-node-entered':
        this.#speaker = { agentId: this.#speaker?.agentId ?? '', workflowNodeId: event.nodeId };
        return;
      case 'agent-changed':
        this.#speaker = { agentId: event.agentId };
        return;
      case 'feedback-given':
        return this.#judge(event.responseId, event.score, atMs);
      case 'interrupted':
        this.#interruptions++;
        return;
      case 'knowledge-retrieved':
        this.#retrieved = { responseId: event.responseId, info: retrievalInfo(event, this.#embeddingModel) };
        return;
      case 'turn-measured': {
        this.#measured = { responseId: event.responseId, latency: event.latency };
        const felt = event.latency.firstPlayedMs ?? event.latency.firstSentMs;
        if (felt !== null) this.#latencies.push(felt);
        return;
      }
      case 'guardrail-triggered':
        return this.#guarded(event);
      case 'response-ended':
        return this.#addResponse(event);
      case 'person-said':
        return this.#add({
          role: 'agent',
          timeInCallSecs: Math.floor(event.startMs / 1000),
          message: event.text ?? unrecognised,
          sourceEventId: event.responseId,
          sourceMedium: 'audio',
          ...(event.producedBy === null ? {} : { conversationTurnMetrics: { metrics: {}, convaiAsrProvider: event.producedBy } }),
          parley: {
            startMs: event.startMs,
            endMs: event.endMs,
            responseId: event.responseId,
            saidBy: 'person',
            ...(event.text === null ? { isUnrecognised: true } : {}),
          },
        });
      default:
        return;
    }
  }

  #addResponse(event: Extract<ConversationEventFrame, { kind: 'response-ended' }>): void {
    const triggered = this.#triggered?.responseId === event.responseId ? this.#triggered.guardrails : undefined;
    this.#triggered = null;
    // An answer of which nothing was heard was never part of the conversation; what was stopped in it stands with the turn.
    if (event.heardText === '') return triggered === undefined ? undefined : this.#noteGuardrails(this.#items.length - 1, triggered);
    const latency = this.#measured?.responseId === event.responseId ? this.#measured.latency : undefined;
    const retrieved = this.#retrieved?.responseId === event.responseId ? this.#retrieved.info : undefined;
    this.#add({
      role: 'agent',
      timeInCallSecs: Math.floor(event.startMs / 1000),
      message: event.heardText,
      sourceEventId: event.responseId,
      sourceMedium: event.words.length > 0 ? 'audio' : 'text',
      interrupted: event.isInterrupted,
      ...(event.isInterrupted ? { originalMessage: event.text } : {}),
      ...(event.producedBy === null ? {} : { producingLlm: event.producedBy }),
      ...(latency === undefined ? {} : { conversationTurnMetrics: { metrics: publicMetrics(latency) } }),
      ...(retrieved === undefined ? {} : { ragRetrievalInfo: retrieved }),
      ...(triggered === undefined ? {} : { triggeredGuardrails: triggered }),
      ...(event.trigger === 'silence' ? { platformEvent: 'user_turn_timeout' as const } : {}),
      parley: { startMs: event.startMs, endMs: event.endMs, responseId: event.responseId, words: event.words, ...(latency === undefined ? {} : { latency }) },
    });
  }

  #guarded({ responseId, guardrail, name }: Extract<ConversationEventFrame, { kind: 'guardrail-triggered' }>): void {
    const found = { guardrailType: guardrail, ...(name === null ? {} : { guardrailName: name }) };
    const index = this.#items.findLastIndex((item) => item.role === 'agent' && item.message !== null && item.sourceEventId === responseId);
    if (index >= 0) return this.#noteGuardrails(index, [found]);
    this.#triggered = { responseId, guardrails: [...(this.#triggered?.responseId === responseId ? this.#triggered.guardrails : []), found] };
  }

  #noteGuardrails(index: number, found: NonNullable<TranscriptItem['triggeredGuardrails']>): void {
    const item = this.#items[index];
    if (item === undefined) return;
    const noted = { ...item, triggeredGuardrails: [...(item.triggeredGuardrails ?? []), ...found] };
    this.#items[index] = noted;
    this.#onItem(index, noted);
  }

  #judge(responseId: number, score: 'like' | 'dislike' | null, atMs: number): void {
    const index = this.#items.findLastIndex((item) => item.role === 'agent' && item.message !== null && item.sourceEventId === responseId);
    const item = this.#items[index];
    if (item === undefined) return;
    const judged = { ...item, feedback: score === null ? null : { score, timeInCallSecs: Math.floor(atMs / 1000) } };
    this.#items[index] = judged;
    this.#onItem(index, judged);
  }

  #add(added: TranscriptItem): void {
    const item = added.role === 'agent' && this.#speaker !== undefined ? { ...added, agentMetadata: this.#speaker } : added;
    this.#items.push(item);
    this.#onItem(this.#items.length - 1, item);
  }
}

/** What stands for a person's words that nobody knows. */
const unrecognised = '[spoken by a person; the words were not recognised]';

/** The farthest a passage can be: for those that words alone found. */
const unknownDistance = 1;

function retrievalInfo(event: Extract<ConversationEventFrame, { kind: 'knowledge-retrieved' }>, embeddingModel: string): RetrievalInfo {
  return {
    chunks: event.passages.map(({ documentId, chunkId, distance }) => ({ documentId, chunkId, vectorDistance: distance ?? unknownDistance })),
    embeddingModel,
    retrievalQuery: event.query,
    ragLatencySecs: event.latencyMs / 1000,
  };
}

/** A draft's calls are told when it is used, after they were made. */
function detailsOf(event: Extract<ConversationEventFrame, { kind: 'tool-called' }>, note: CallNote | undefined): Pick<TranscriptToolCall, 'toolDetails'> {
  if (event.toolType === 'client') return { toolDetails: { type: 'client', parameters: JSON.stringify(event.parameters) } };
  return note?.details ? { toolDetails: note.details } : {};
}

/** The public API's metric names, in seconds. */
function publicMetrics(latency: TurnLatency): TurnMetrics {
  const seconds = (fromMs: number | null, toMs: number | null) => (fromMs === null || toMs === null ? null : Math.max(0, toMs - fromMs) / 1000);
  const named: Record<string, number | null> = {
    convai_asr_trailing_service_latency: seconds(0, latency.transcriptionMs),
    convai_turn_silence_before_initiation: seconds(0, latency.endpointingMs),
    convai_llm_service_ttfb: seconds(latency.endpointingMs, latency.firstTokenMs),
    convai_tts_service_ttfb: seconds(latency.firstTokenMs, latency.firstByteMs),
    convai_ttf_audio_since_silence: seconds(0, latency.firstSentMs),
  };
  return Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, { elapsedTime: value }]])));
}
