import type { EndReason, TurnLatency } from '../contracts/conversation';
import type { VoiceState } from '../contracts/voice-protocol';
import type { OverlapChoice } from './turn/evidence';
import type { ConnectionQuality } from './connection/quality';
import type { GuardrailType } from './guardrails/guardrail';
import type { RetrievedPassage } from './retrieval';
import type { VariableUpdate } from './variables';

/** Sample rate inside the pipeline, in Hz: mono PCM16. Transports convert at their edge. */
export const pipelineSampleRate = 16_000;

/** `news`: the result of a tool came after its turn was over. `handoff`: another agent, or another language, goes on. */
export type ResponseTrigger = 'first-message' | 'user-turn' | 'user-text' | 'silence' | 'news' | 'handoff' | 'fallback' | 'farewell';

/** Who runs a tool: the participant's own program, ours, a web server, an MCP server. */
export type ToolType = 'client' | 'system' | 'webhook' | 'mcp' | 'workflow';

/**
 * What happens in a conversation, told to the transport and to the observers in the order it happened.
 * Turn ids and response ids come from one counter that starts at 1 and never goes back.
 */
export type ConversationEventFrame =
  | { readonly kind: 'conversation-started'; readonly agentId: string }
  | { readonly kind: 'state-changed'; readonly state: VoiceState }
  | { readonly kind: 'voice-activity'; readonly probability: number }
  | { readonly kind: 'speech-started' }
  | { readonly kind: 'speech-ended' }
  | { readonly kind: 'transcription-partial'; readonly turnId: number; readonly text: string }
  | {
      readonly kind: 'transcription-final';
      readonly turnId: number;
      readonly text: string;
      readonly medium: 'audio' | 'text';
      readonly confidence: number | null;
      readonly producedBy: string | null;
      /** On the conversation's clock. */
      readonly startMs: number;
      readonly endMs: number;
    }
  /** A judge's answer on whether a turn is over: alone, and weighed with the words. From `threshold` on the least silence is enough. */
  | {
      readonly kind: 'end-of-turn-judged';
      readonly turnId: number;
      readonly judge: string;
      readonly probability: number;
      readonly weighed: number;
      readonly threshold: number;
    }
  | { readonly kind: 'backchannel-ignored'; readonly turnId: number; readonly text: string }
  /** The agent said a listening noise beside the participant's speech. */
  | { readonly kind: 'backchannel-spoken'; readonly turnId: number; readonly text: string }
  | { readonly kind: 'language-changed'; readonly from: string; readonly to: string; readonly by: 'tool' | 'detection' }
  | { readonly kind: 'pace-changed'; readonly wordsPerMinute: number; readonly speed: number }
  | { readonly kind: 'response-started'; readonly responseId: number; readonly turnId: number | null; readonly trigger: ResponseTrigger }
  | { readonly kind: 'draft-started'; readonly responseId: number; readonly turnId: number; readonly words: string }
  | { readonly kind: 'draft-used'; readonly responseId: number; readonly turnId: number }
  | { readonly kind: 'draft-dropped'; readonly responseId: number; readonly characters: number }
  | { readonly kind: 'response-text'; readonly responseId: number; readonly delta: string; readonly text: string; readonly isFinal: boolean }
  | { readonly kind: 'response-audible'; readonly responseId: number }
  | {
      readonly kind: 'response-ended';
      readonly responseId: number;
      readonly turnId: number | null;
      readonly trigger: ResponseTrigger;
      readonly text: string;
      readonly heardText: string;
      readonly isInterrupted: boolean;
      readonly producedBy: string | null;
      readonly startMs: number;
      readonly endMs: number;
      readonly words: readonly HeardWord[];
    }
  | { readonly kind: 'interrupted'; readonly responseId: number }
  | { readonly kind: 'playout-held'; readonly responseId: number }
  | { readonly kind: 'playout-resumed'; readonly responseId: number }
  | { readonly kind: 'overlap-policy-changed'; readonly choice: OverlapChoice | null }
  | {
      readonly kind: 'tool-called';
      readonly responseId: number;
      readonly toolCallId: string;
      readonly toolName: string;
      readonly toolType: ToolType;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly expectsResponse: boolean;
      /** Set when it waits for the participant's consent: how long. `tool-approved` follows, or `tool-finished`. */
      readonly approvalMs: number | null;
      /** Set for a tool of an MCP server. */
      readonly origin: { readonly serverId: string; readonly toolName: string; readonly description: string } | null;
    }
  /** Which MCP servers of the agent can be used in this conversation. */
  | {
      readonly kind: 'integrations-connected';
      readonly integrations: readonly { readonly id: string; readonly isConnected: boolean; readonly toolCount: number }[];
    }
  | { readonly kind: 'tool-approved'; readonly responseId: number; readonly toolCallId: string; readonly toolName: string; readonly toolType: ToolType }
  | {
      readonly kind: 'tool-finished';
      readonly responseId: number;
      readonly toolCallId: string;
      readonly toolName: string;
      readonly toolType: ToolType;
      readonly result: string;
      readonly isError: boolean;
      readonly latencyMs: number;
      readonly variableUpdates: readonly VariableUpdate[];
    }
  | {
      readonly kind: 'knowledge-retrieved';
      readonly responseId: number;
      readonly turnId: number | null;
      readonly query: string;
      readonly passages: readonly RetrievedPassage[];
      /** Why there are none, when looking them up failed. */
      readonly failure: string | null;
      readonly latencyMs: number;
    }
  /** Another agent goes on. `isReturn`: it was in this conversation before. */
  | { readonly kind: 'agent-changed'; readonly agentId: string; readonly fromAgentId: string; readonly isReturn: boolean }
  /** The conversation went on in its agent's workflow. */
  | {
      readonly kind: 'workflow-node-entered';
      readonly nodeId: string;
      readonly type: string;
      readonly label: string;
      readonly fromNodeId: string;
      readonly edgeId: string;
    }
  | { readonly kind: 'turn-measured'; readonly turnId: number; readonly responseId: number; readonly latency: TurnLatency; readonly confidence: number | null }
  /** A metered quantity. `isSpeculative`: of a draft that was thrown away, which nobody heard. */
  | {
      readonly kind: 'usage';
      readonly capability: 'language-model';
      readonly responseId: number;
      readonly producedBy: string;
      readonly isSpeculative: boolean;
      readonly requests: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedInputTokens: number;
      /** The model did not count; four characters were taken for a token. */
      readonly isEstimated: boolean;
    }
  | {
      readonly kind: 'usage';
      readonly capability: 'text-to-speech';
      readonly responseId: number;
      readonly producedBy: string;
      readonly isSpeculative: boolean;
      /** Given to the voice, and of it heard. */
      readonly characters: number;
      readonly heardCharacters: number;
      /** Of sound made, and of it heard. */
      readonly seconds: number;
      readonly heardSeconds: number;
    }
  | {
      readonly kind: 'usage';
      readonly capability: 'speech-to-text';
      readonly turnId: number;
      readonly producedBy: string;
      readonly isSpeculative: false;
      /** Of sound given to speech-to-text for this turn. */
      readonly seconds: number;
    }
  /** At the end: the sum of all usage, and how many answers were begun ahead of the end of a turn and how many of them were used. */
  | { readonly kind: 'usage-totalled'; readonly draftsMade: number; readonly draftsUsed: number; readonly providers: readonly ProviderTotals[] }
  /** Words were stopped that the agent must not say, or the participant tried what it must not do. */
  | {
      readonly kind: 'guardrail-triggered';
      readonly responseId: number;
      readonly guardrail: GuardrailType;
      readonly name: string | null;
      readonly action: 'end-call' | 'retry';
    }
  /** How full the model was with one request and its answer. */
  | { readonly kind: 'context-used'; readonly responseId: number; readonly model: string; readonly tokens: number }
  /** What the model's own server says beside its words, for the participant's program. */
  | { readonly kind: 'model-metadata'; readonly responseId: number; readonly metadata: Readonly<Record<string, unknown>> }
  | { readonly kind: 'provider-failed'; readonly capability: string; readonly message: string; readonly category: string }
  | { readonly kind: 'failed-over'; readonly capability: string; readonly from: string; readonly to: string | null; readonly reason: string }
  /** A second provider was asked since the first was late; what the loser made until it was given up is paid for as well. */
  | {
      readonly kind: 'request-hedged';
      readonly capability: string;
      readonly first: string;
      readonly second: string;
      readonly winner: string;
      readonly afterMs: number;
    }
  | ({ readonly kind: 'connection-quality' } & ConnectionQuality)
  | { readonly kind: 'audio-lost'; readonly milliseconds: number }
  | { readonly kind: 'context-updated'; readonly text: string }
  /** The participant's verdict on an answer; null takes it back. */
  | { readonly kind: 'feedback-given'; readonly responseId: number; readonly score: 'like' | 'dislike' | null }
  /** A person answers in the agent's place, or leaves it to the agent again. */
  | { readonly kind: 'takeover-changed'; readonly isActive: boolean }
  /** The person in the agent's place speaks with their own voice, or does not any more. */
  | { readonly kind: 'person-speaking-changed'; readonly isSpeaking: boolean }
  /** What that person said; null: the words were not recognised. */
  | {
      readonly kind: 'person-said';
      readonly responseId: number;
      readonly text: string | null;
      readonly producedBy: string | null;
      readonly startMs: number;
      readonly endMs: number;
    }
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'conversation-ended'; readonly reason: EndReason; readonly detail: string };

/** What one provider was used for in a conversation. */
export interface ProviderTotals {
  readonly capability: 'speech-to-text' | 'language-model' | 'text-to-speech';
  readonly producedBy: string;
  readonly isSpeculative: boolean;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly characters: number;
  readonly heardCharacters: number;
  readonly seconds: number;
  readonly heardSeconds: number;
}

export interface HeardWord {
  readonly text: string;
  /** On the conversation's clock; of a word that was not heard, where it would have begun. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isHeard: boolean;
}

export type EventKind = ConversationEventFrame['kind'];

/** How each kind behaves once it is made. `isLogged`: part of the stored event log. */
export const eventRules = {
  'conversation-started': { isLogged: true },
  'state-changed': { isLogged: false },
  'voice-activity': { isLogged: false },
  'speech-started': { isLogged: true },
  'speech-ended': { isLogged: true },
  'transcription-partial': { isLogged: false },
  'transcription-final': { isLogged: true },
  'end-of-turn-judged': { isLogged: true },
  'backchannel-ignored': { isLogged: true },
  'backchannel-spoken': { isLogged: true },
  'language-changed': { isLogged: true },
  'pace-changed': { isLogged: true },
  'response-started': { isLogged: true },
  'draft-started': { isLogged: true },
  'draft-used': { isLogged: true },
  'draft-dropped': { isLogged: true },
  'response-text': { isLogged: false },
  'response-audible': { isLogged: true },
  'response-ended': { isLogged: true },
  interrupted: { isLogged: true },
  'playout-held': { isLogged: true },
  'playout-resumed': { isLogged: true },
  'overlap-policy-changed': { isLogged: true },
  'tool-called': { isLogged: true },
  'integrations-connected': { isLogged: true },
  'tool-approved': { isLogged: true },
  'tool-finished': { isLogged: true },
  'knowledge-retrieved': { isLogged: true },
  'agent-changed': { isLogged: true },
  'workflow-node-entered': { isLogged: true },
  'turn-measured': { isLogged: true },
  usage: { isLogged: true },
  'usage-totalled': { isLogged: true },
  'guardrail-triggered': { isLogged: true },
  'context-used': { isLogged: false },
  'model-metadata': { isLogged: false },
  'provider-failed': { isLogged: true },
  'failed-over': { isLogged: true },
  'request-hedged': { isLogged: true },
  'connection-quality': { isLogged: true },
  'audio-lost': { isLogged: true },
  'context-updated': { isLogged: true },
  'feedback-given': { isLogged: true },
  'takeover-changed': { isLogged: true },
  'person-speaking-changed': { isLogged: true },
  'person-said': { isLogged: true },
  notice: { isLogged: true },
  'conversation-ended': { isLogged: true },
} as const satisfies Record<EventKind, { readonly isLogged: boolean }>;

/** Sound on its way to the participant, at the transport's own rate. */
export interface AudioOutFrame {
  readonly kind: 'audio-out';
  readonly responseId: number;
  /** Position within the response's sound. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly pcm: Int16Array;
  /** Characters that begin to sound in this frame, for a transport that asked for them; times count from the start of the frame. */
  readonly characters?: readonly TimedCharacter[];
}

export interface TimedCharacter {
  readonly text: string;
  readonly startMs: number;
  readonly durationMs: number;
}
