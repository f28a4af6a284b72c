import { z } from 'zod';
import { dynamicVariablesSchema, overlapPolicyNames } from './agent-config';
import type { EndReason, TurnLatency } from './conversation';

/** `start`, acknowledged with `StartAnswer`. Who may start: a public agent by anyone; any agent by a signed-in member or with a conversation token. */
export const startRequestSchema = z.object({
  agentId: z.string(),
  /** Conversation token for agents that need authorisation. */
  token: z.string().optional(),
  /** A stored version instead of the newest one; members only. */
  versionId: z.string().optional(),
  textOnly: z.boolean().default(false),
  dynamicVariables: dynamicVariablesSchema.optional(),
  source: z.string().max(40).default('console'),
});
export type StartRequest = z.input<typeof startRequestSchema>;

export type StartAnswer =
  | {
      readonly ok: true;
      readonly conversationId: string;
      readonly agentName: string;
      readonly sampleRate: number;
      readonly providers: { readonly speechToText: string; readonly languageModel: string; readonly textToSpeech: string };
      readonly notices: readonly string[];
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

export const userTextSchema = z.object({ text: z.string().max(10_000) });
export const playheadSchema = z.object({
  responseId: z.number().int().nonnegative(),
  /** Milliseconds of this response's sound that left the loudspeaker. */
  playedMs: z.number().nonnegative(),
  /** Everything received of it was played. */
  isDrained: z.boolean(),
  /** Milliseconds of sound waiting in the client. */
  bufferedMs: z.number().nonnegative().default(0),
});
export type PlayheadReport = z.input<typeof playheadSchema>;

export const clientToolResultSchema = z.object({ toolCallId: z.string(), result: z.string().max(100_000), isError: z.boolean().default(false) });

export const toolApprovalSchema = z.object({ toolCallId: z.string(), isApproved: z.boolean() });

/** How the agent behaves from now on when both speak; null: as it is configured. */
export const overlapChoiceSchema = z.object({ choice: z.enum([...overlapPolicyNames, 'protected']).nullable() });

export interface UplinkEvents {
  start(request: StartRequest, answer: (answer: StartAnswer) => void): void;
  /** `sequence` counts blocks from 0, so the server sees loss. */
  audio(sequence: number, pcm: ArrayBuffer): void;
  text(message: z.input<typeof userTextSchema>): void;
  activity(): void;
  'overlap-policy'(message: z.input<typeof overlapChoiceSchema>): void;
  playhead(report: PlayheadReport): void;
  'tool-result'(result: z.input<typeof clientToolResultSchema>): void;
  /** Answers `tool-approval-asked`. */
  'tool-approval'(answer: z.input<typeof toolApprovalSchema>): void;
  feedback(message: { eventId: number; score: 'like' | 'dislike' | null }): void;
  hangup(): void;
}

export const voiceStates = ['listening', 'user-speaking', 'thinking', 'speaking', 'held', 'ended'] as const;
export type VoiceState = (typeof voiceStates)[number];

export type DownlinkEvent =
  | { readonly kind: 'state'; readonly state: VoiceState }
  | { readonly kind: 'transcription-partial'; readonly text: string }
  | { readonly kind: 'transcription-final'; readonly turnId: number; readonly text: string; readonly medium: 'audio' | 'text' }
  /** The agent's words so far; grows while the model writes. */
  | { readonly kind: 'agent-text'; readonly responseId: number; readonly text: string; readonly isFinal: boolean }
  /** How much of a response's text was heard; `isInterrupted` closes it. */
  | { readonly kind: 'agent-heard'; readonly responseId: number; readonly heardText: string; readonly isInterrupted: boolean }
  /** What a person in the agent's place said with their own voice; null: the words were not recognised. */
  | { readonly kind: 'person-said'; readonly responseId: number; readonly text: string | null }
  /** Stop playing this response and everything before it. */
  | { readonly kind: 'interrupted'; readonly responseId: number }
  /** Pause the loudspeaker until `resume` (the sound stays buffered). */
  | { readonly kind: 'hold' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'turn-metrics'; readonly turnId: number; readonly latency: TurnLatency; readonly confidence: number | null }
  | { readonly kind: 'voice-activity'; readonly probability: number }
  | {
      readonly kind: 'tool-call';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly parameters: Record<string, unknown>;
      readonly expectsResponse: boolean;
    }
  /** A call that runs only once the participant agrees, who has `timeoutMs` for it. */
  | {
      readonly kind: 'tool-approval-asked';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly description: string;
      readonly parameters: Record<string, unknown>;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'tool-finished'; readonly toolCallId: string; readonly toolName: string; readonly isError: boolean }
  /** The conversation has come to this place of the agent's workflow. */
  | { readonly kind: 'workflow-node'; readonly nodeId: string; readonly label: string }
  | { readonly kind: 'failover'; readonly capability: string; readonly from: string; readonly to: string | null; readonly reason: string }
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly message: string };

export interface DownlinkEvents {
  /** `startMs`: position of this chunk within the response's sound. */
  audio(responseId: number, startMs: number, pcm: ArrayBuffer): void;
  event(event: DownlinkEvent): void;
  /** Answered at once: the server measures the line by it. */
  probe(answer: () => void): void;
}
