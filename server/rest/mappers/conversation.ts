import type { TranscriptItem } from '../../contracts/conversation';
import type { ConversationSummary, ConversationView } from '../../domain/conversations/conversation-views';
import type { MessageMatch } from '../../domain/conversations/search-messages';
import { terminationSentence } from '../../domain/conversations/rules';
import { unixSecs } from './agent';
import { analysisToWire } from './analysis';
import { type FreeKeys, toWire } from '../../contracts/wire-case';
import { callDetailsFreeKeys } from './tool';

type Wire = Record<string, unknown>;

const freeKeysOfItem: readonly FreeKeys[] = [
  { path: 'conversationTurnMetrics.metrics', verbatim: false },
  ...callDetailsFreeKeys.map(({ path, verbatim }) => ({ path: `toolCalls.*.toolDetails.${path}`, verbatim })),
];

export interface SummaryExtras {
  readonly evaluationCriteriaIds?: readonly string[] | undefined;
  readonly dataCollectionIds?: readonly string[] | undefined;
}

/** Judgements go along for the criteria and fields that were asked for. */
export function conversationSummaryToWire(conversation: ConversationSummary, extras: SummaryExtras = {}): Wire {
  const { criteria = [], collected = [] } = conversation.analysis ?? {};
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
    tool_names: conversation.toolNames,
    rating: conversation.stars,
    tag_ids: conversation.tagIds,
    ...(extras.evaluationCriteriaIds === undefined
      ? {}
      : {
          evaluation_criteria_results: chosen(
            criteria,
            extras.evaluationCriteriaIds,
            ({ criterionId }) => criterionId,
            ({ result }) => ({ result }),
          ),
        }),
    ...(extras.dataCollectionIds === undefined
      ? {}
      : {
          data_collection_results: chosen(
            collected,
            extras.dataCollectionIds,
            ({ itemId }) => itemId,
            ({ value }) => value,
          ),
        }),
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
    visited_agents: [
      { agent_id: conversation.agentId, branch_id: conversation.branchId },
      ...conversation.visitedAgentIds.filter((id) => id !== conversation.agentId).map((id) => ({ agent_id: id })),
    ],
    // Kept as the caller sent it.
    conversation_initiation_client_data: { dynamic_variables: {}, ...conversation.initiationData },
    tag_ids: conversation.tagIds,
  };
}

/** What a language model needs to know of a conversation: how it went, and its last messages. */
export function conversationDigestToWire(conversation: ConversationView, mostMessages: number): Wire {
  const said = conversation.transcript.filter((item) => item.message !== null && item.message !== '' && item.ignoredAsBackchannel !== true);
  const messages = mostMessages === 0 ? [] : said.slice(-mostMessages).map(({ role, message }) => ({ role, message }));
  return {
    conversation_id: conversation.id,
    agent_id: conversation.agentId,
    status: conversation.status,
    call_summary_title: conversation.title === '' ? null : conversation.title,
    transcript_summary: conversation.summary,
    call_successful: conversation.callSuccessful,
    message_count: said.length,
    messages,
    messages_omitted: messages.length < said.length,
    note: messages.length < said.length ? `The last ${messages.length} of ${said.length} messages.` : 'All messages.',
  };
}

export function messageMatchToWire(match: MessageMatch): Wire {
  return {
    conversation_id: match.conversationId,
    agent_id: match.agentId,
    agent_name: match.agentName,
    transcript_index: match.index,
    chunk_text: match.text,
    chunk_highlights: match.parts.map(({ text, isHit }) => ({ value: text, is_hit: isHit })),
    score: match.score,
    conversation_start_time_unix_secs: unixSecs(match.startedAt),
  };
}

function chosen<T, R>(from: readonly T[], ids: readonly string[], idOf: (item: T) => string, shape: (item: T) => R): Record<string, R> {
  return Object.fromEntries(from.flatMap((item) => (ids.includes(idOf(item)) ? [[idOf(item), shape(item)]] : [])));
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
    deletion_settings: deletionToWire(conversation.retention),
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

function deletionToWire({ transcriptDueAt, audioDueAt, transcriptErasedAt, audioErasedAt }: ConversationView['retention']): Wire {
  const dates = [transcriptDueAt, audioDueAt].flatMap((date) => (date === null ? [] : [date.getTime()]));
  const secs = (date: Date | null) => (date === null ? null : unixSecs(date));
  return {
    deletion_time_unix_secs: dates.length === 0 ? null : Math.floor(Math.min(...dates) / 1000),
    deleted_logs_at_time_unix_secs: secs(transcriptErasedAt),
    deleted_audio_at_time_unix_secs: secs(audioErasedAt),
    deleted_transcript_at_time_unix_secs: secs(transcriptErasedAt),
    delete_transcript_and_pii: transcriptDueAt !== null,
    delete_audio: audioDueAt !== null,
  };
}

function isOver({ status }: ConversationView): boolean {
  return status === 'done' || status === 'failed';
}
