import type { TranscriptItem } from '../../contracts/conversation';
import type { ConversationSummary, ConversationView } from '../../domain/conversations/conversation-views';
import { terminationSentence } from '../../domain/conversations/rules';
import { unixSecs } from './agent';
import { analysisToWire } from './analysis';
import { type FreeKeys, toWire } from './case';
import { callDetailsFreeKeys } from './tool';

type Wire = Record<string, unknown>;

const freeKeysOfItem: readonly FreeKeys[] = [
  { path: 'conversationTurnMetrics.metrics', verbatim: false },
  ...callDetailsFreeKeys.map(({ path, verbatim }) => ({ path: `toolCalls.*.toolDetails.${path}`, verbatim })),
];

export function conversationSummaryToWire(conversation: ConversationSummary): Wire {
  return {
    agent_id: conversation.agentId,
    branch_id: conversation.branchId,
    version_id: conversation.agentVersionId,
    agent_name: conversation.agentName,
    conversation_id: conversation.id,
    start_time_unix_secs: unixSecs(conversation.startedAt),
    call_duration_secs: Math.round(conversation.durationMs / 1000),
    message_count: conversation.messageCount,
    status: conversation.status,
    termination_reason: terminationSentence(conversation.endReason, conversation.endDetail),
    call_successful: conversation.callSuccessful,
    transcript_summary: conversation.summary === '' ? null : conversation.summary,
    call_summary_title: conversation.title === '' ? null : conversation.title,
    main_language: conversation.language,
    conversation_initiation_source: conversation.source,
    tool_names: [],
    rating: null,
    tag_ids: [],
  };
}

export function conversationToWire(conversation: ConversationView): Wire {
  return {
    agent_id: conversation.agentId,
    agent_name: conversation.agentName,
    conversation_product: 'agent',
    conversation_id: conversation.id,
    status: conversation.status,
    user_id: conversation.userId,
    branch_id: conversation.branchId,
    version_id: conversation.agentVersionId,
    environment: 'production',
    has_audio: conversation.hasAudio,
    has_user_audio: conversation.hasAudio,
    has_response_audio: conversation.hasAudio,
    has_auxiliary_audio: false,
    transcript: conversation.transcript.map(transcriptItemToWire),
    metadata: metadataToWire(conversation),
    analysis: isOver(conversation) ? analysisOf(conversation) : null,
    visited_agents: [{ agent_id: conversation.agentId, branch_id: conversation.branchId }],
    // Kept as the caller sent it.
    conversation_initiation_client_data: { dynamic_variables: {}, ...conversation.initiationData },
    tag_ids: [],
  };
}

export function transcriptItemToWire(item: TranscriptItem): Wire {
  return { tool_calls: [], tool_results: [], feedback: null, interrupted: false, ...(toWire(item, freeKeysOfItem) as Wire) };
}

function analysisOf({ analysis, callSuccessful, summary, title }: ConversationView): Wire {
  return analysis === null
    ? { call_successful: callSuccessful, transcript_summary: summary, call_summary_title: title === '' ? null : title }
    : analysisToWire(analysis);
}

function metadataToWire(conversation: ConversationView): Wire {
  const { comment, likes, dislikes, overallScore, rating } = conversation.feedback;
  const hasFailed = conversation.status === 'failed';
  return {
    start_time_unix_secs: unixSecs(conversation.startedAt),
    accepted_time_unix_secs: unixSecs(conversation.startedAt),
    call_duration_secs: Math.round(conversation.durationMs / 1000),
    ...(conversation.queueWaitMs === 0 ? {} : { queue_wait_secs: Math.round(conversation.queueWaitMs / 1000) }),
    cost: 0,
    feedback: {
      type: rating !== undefined ? 'rating' : overallScore !== undefined ? 'thumbs' : null,
      overall_score: overallScore ?? null,
      likes,
      dislikes,
      rating: rating ?? null,
      comment: comment ?? null,
    },
    authorization_method: conversation.authorizationMethod,
    termination_reason: terminationSentence(conversation.endReason, conversation.endDetail),
    error: hasFailed ? { code: 1011, reason: terminationSentence(conversation.endReason, conversation.endDetail) } : null,
    warnings: [],
    main_language: conversation.language,
    text_only: conversation.isTextOnly,
    conversation_initiation_source: conversation.source,
    conversation_initiation_source_version: conversation.sourceVersion,
  };
}

function isOver({ status }: ConversationView): boolean {
  return status === 'done' || status === 'failed';
}
