// Lists and charts load this: no library here.

/**
 * The conversation record, isomorphic to the public API's (section "The conversation record" of its reference) in camelCase.
 * Conversation events are our own; `eventSchemaVersion` goes up when a stored event's shape changes.
 */
export const eventSchemaVersion = 1;

export const conversationStatuses = ['initiated', 'in-progress', 'processing', 'done', 'failed'] as const;
export type ConversationStatus = (typeof conversationStatuses)[number];

export const callOutcomes = ['success', 'failure', 'unknown'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export const authorizationMethods = ['invalid', 'public', 'authorization_header', 'signed_url', 'shareable_link', 'livekit_token'] as const;
export type AuthorizationMethod = (typeof authorizationMethods)[number];

export interface TranscriptToolCall {
  readonly type: 'system' | 'webhook' | 'client' | 'mcp' | 'workflow';
  readonly requestId: string;
  readonly toolName: string;
  readonly paramsAsJson: string;
  readonly toolHasBeenCalled: boolean;
  /** What was called and how: a webhook's request, an MCP tool, what a client was given. */
  readonly toolDetails?: Readonly<Record<string, unknown>>;
}

export interface TranscriptToolResult {
  readonly type: 'system' | 'webhook' | 'client' | 'mcp' | 'workflow';
  readonly requestId: string;
  readonly toolName: string;
  readonly resultValue: string;
  readonly isError: boolean;
  readonly isBlocked?: boolean;
  readonly toolHasBeenCalled: boolean;
  readonly toolLatencySecs: number;
  readonly errorType?: string;
  readonly rawErrorMessage?: string;
  readonly dynamicVariableUpdates?: readonly TranscriptVariableUpdate[];
}

export interface TranscriptVariableUpdate {
  readonly variableName: string;
  readonly oldValue: string | null;
  readonly newValue: string;
  /** Seconds since 1970. */
  readonly updatedAt: number;
  readonly toolName: string;
  readonly toolRequestId: string;
}

/** Seconds, by the public API's metric names. */
export type TurnMetrics = Readonly<Record<string, { readonly elapsedTime: number }>>;

export interface RetrievalInfo {
  readonly chunks: readonly { readonly documentId: string; readonly chunkId: string; readonly vectorDistance: number }[];
  readonly embeddingModel: string;
  readonly retrievalQuery: string;
  readonly ragLatencySecs: number;
}

export interface TranscriptItem {
  readonly role: 'user' | 'agent';
  /** Who spoke: the agent that the conversation began with, or one it was handed to, and where in its workflow. */
  readonly agentMetadata?: { readonly agentId: string; readonly workflowNodeId?: string };
  /** Whole seconds since the start of the conversation, of the start of this item. */
  readonly timeInCallSecs: number;
  /** What was said or, of an interrupted answer, what was heard. */
  readonly message: string | null;
  readonly sourceEventId?: number;
  readonly sourceMedium?: 'audio' | 'text';
  readonly interrupted?: boolean;
  /** The whole answer, where `message` is only its heard part. */
  readonly originalMessage?: string;
  readonly ignoredAsBackchannel?: boolean;
  readonly toolCalls?: readonly TranscriptToolCall[];
  readonly toolResults?: readonly TranscriptToolResult[];
  readonly feedback?: { readonly score: 'like' | 'dislike'; readonly timeInCallSecs: number } | null;
  readonly producingLlm?: string;
  /** What was looked up for this answer. */
  readonly ragRetrievalInfo?: RetrievalInfo;
  readonly conversationTurnMetrics?: { readonly metrics: TurnMetrics; readonly convaiAsrProvider?: string; readonly convaiTtsModel?: string };
  /** What had to be stopped in this answer, or was tried in this turn. */
  readonly triggeredGuardrails?: readonly { readonly guardrailType: string; readonly guardrailName?: string }[];
  readonly platformEvent?: 'user_turn_timeout' | 'skip_turn_wait_elapsed';
  /** Ours: exact times and measures for the replay page. All in ms since the start of the conversation unless named otherwise. */
  readonly parley?: TranscriptItemTimes;
}

export interface TranscriptItemTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly responseId?: number;
  readonly confidence?: number;
  readonly words?: readonly { readonly text: string; readonly startMs: number; readonly endMs: number; readonly isHeard: boolean }[];
  readonly latency?: TurnLatency;
  /** Said by a member in the agent's place, with their own voice. */
  readonly saidBy?: 'person';
  /** Nobody knows the words; `message` says so. */
  readonly isUnrecognised?: true;
}

/** One turn's times, in ms after the participant's last speech (negative: before it). Null: did not happen. The parts are points on one clock, so they add up. */
export interface TurnLatency {
  readonly speechEndedAtMs: number;
  readonly endpointingMs: number | null;
  readonly transcriptionMs: number | null;
  readonly firstTokenMs: number | null;
  readonly firstByteMs: number | null;
  readonly firstSentMs: number | null;
  readonly firstPlayedMs: number | null;
}

/** Why a conversation ended; `terminationReason` of the record is made from it. */
export const endReasons = [
  'participant-left',
  'agent-ended',
  'silence',
  'max-duration',
  'connection-lost',
  'provider-failed',
  'host-crashed',
  'host-drained',
  'ended-by-member',
  'invalid-message',
  'internal-error',
] as const;
export type EndReason = (typeof endReasons)[number];

/** One thing that happened in a conversation, as stored and shown. `atMs` counts from the start of the conversation. */
export interface ConversationEvent {
  readonly sequence: number;
  readonly atMs: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ConversationListFilter {
  readonly agentId?: string;
  readonly status?: ConversationStatus;
  readonly callSuccessful?: CallOutcome;
  readonly startedAfterUnix?: number;
  readonly startedBeforeUnix?: number;
  readonly durationMinSecs?: number;
  readonly durationMaxSecs?: number;
  readonly search?: string;
  readonly source?: string;
  readonly ids?: readonly string[];
  readonly branchIds?: readonly string[];
  readonly versionId?: string;
  readonly userId?: string;
  readonly textOnly?: boolean;
  readonly excludeStatuses?: readonly string[];
  /** Languages, tools and the rest: any one of them is enough. */
  readonly languages?: readonly string[];
  readonly visitedAgentIds?: readonly string[];
  readonly workflowNodeIds?: readonly string[];
  readonly toolNames?: readonly string[];
  readonly toolNamesSuccessful?: readonly string[];
  readonly toolNamesErrored?: readonly string[];
  /** Whether any call of any tool failed. */
  readonly hasToolErrors?: boolean;
  /** Whether any tool was called. */
  readonly hasTools?: boolean;
  readonly feedback?: 'like' | 'dislike';
  readonly tagIds?: readonly string[];
  /** Words of ours, or of the public API's `termination_reason`. */
  readonly endReasons?: readonly string[];
  readonly guardrailTypes?: readonly string[];
  readonly guardrailNames?: readonly string[];
  readonly ratingMin?: number;
  readonly ratingMax?: number;
  readonly hasComment?: boolean;
  /** An answer took so long or longer. */
  readonly latencyMinMs?: number;
  readonly interruptionsMin?: number;
  readonly evaluations?: readonly { readonly criterionId: string; readonly result: string }[];
  readonly collected?: readonly ValueCondition[];
  readonly variables?: readonly ValueCondition[];
  /** What analytics has counted in it. */
  readonly counted?: CountedCondition;
  readonly topicIds?: readonly string[];
}

/** What conversations are counted for and can be found by; the measures of analytics that nothing else in the record tells. */
export const countedMeasures = [
  'provider-failure',
  'failover',
  'language-change',
  'collected',
  'floor',
  'gap',
  'talk',
  'response-part',
  'usage',
  'unheard-usage',
] as const;

/** So many keys of a measure can be asked for at once. */
export const mostCountedKeys = 20;

export interface CountedCondition {
  readonly measure: (typeof countedMeasures)[number];
  /** Any one of them is enough; the parts of a key are joined by U+001F. Absent: whatever it is. */
  readonly keys?: readonly string[] | undefined;
}

export const valueOperators = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in'] as const;

/** What a named value has to be; compared with nothing: whether it is there. `in` takes values parted by `|`. */
export interface ValueCondition {
  readonly name: string;
  readonly operator: (typeof valueOperators)[number];
  readonly value: string;
}
