import type { TranscriptItem } from '../../contracts/conversation';
import type { ConversationAnalysis } from '../evaluations/analysis';
import type { ConversationFeedback, ConversationSummary, ConversationView } from './conversation-views';

interface SummaryRow {
  readonly id: string;
  readonly agentId: string;
  readonly agentVersionId: string;
  readonly branchId: string | null;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationMs: number;
  readonly messageCount: number;
  readonly callSuccessful: string;
  readonly endReason: string | null;
  readonly endDetail: string | null;
  readonly source: string;
  readonly language: string;
  readonly isTextOnly: boolean;
  readonly userId: string | null;
  readonly responseLatencyMs: number | null;
  readonly interruptionCount: number;
  readonly summary: string;
  readonly title: string;
  readonly feedback: unknown;
  readonly analysis: unknown;
  readonly tags: readonly { readonly tagId: string }[];
  readonly toolNames: readonly string[];
  readonly visitedAgentIds: readonly string[];
  readonly agent: { readonly name: string };
}

export interface ViewRow extends SummaryRow {
  readonly authorizationMethod: string;
  readonly sourceVersion: string | null;
  readonly transcript: unknown;
  readonly recordingKey: string | null;
  readonly recordingMs: number;
  readonly queueWaitMs: number;
  readonly initiationData: unknown;
  readonly agentVersion: { readonly number: number };
  readonly transcriptDueAt: Date | null;
  readonly audioDueAt: Date | null;
  readonly transcriptErasedAt: Date | null;
  readonly audioErasedAt: Date | null;
  readonly keepsNothing: boolean;
}

export function toSummary(row: SummaryRow, nowMs: number = Date.now()): ConversationSummary {
  return {
    id: row.id,
    agentId: row.agentId,
    agentName: row.agent.name,
    agentVersionId: row.agentVersionId,
    branchId: row.branchId,
    status: row.status,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    durationMs: row.endedAt === null && row.status === 'in-progress' ? nowMs - row.startedAt.getTime() : row.durationMs,
    messageCount: row.messageCount,
    callSuccessful: row.callSuccessful,
    endReason: row.endReason,
    endDetail: row.endDetail,
    source: row.source,
    language: row.language,
    isTextOnly: row.isTextOnly,
    userId: row.userId,
    responseLatencyMs: row.responseLatencyMs,
    interruptionCount: row.interruptionCount,
    summary: row.summary,
    title: row.title,
    rating: toFeedback(row.feedback).overallScore ?? null,
    stars: toFeedback(row.feedback).rating ?? null,
    analysis: row.analysis as ConversationAnalysis | null,
    tagIds: row.tags.map(({ tagId }) => tagId),
    toolNames: row.toolNames,
    visitedAgentIds: row.visitedAgentIds,
  };
}

export function toView(row: ViewRow): ConversationView {
  const hasAudio = row.recordingKey !== null;
  return {
    ...toSummary(row),
    agentVersionNumber: row.agentVersion.number,
    authorizationMethod: row.authorizationMethod,
    sourceVersion: row.sourceVersion,
    transcript: row.transcript as readonly TranscriptItem[],
    hasAudio,
    audioUrl: hasAudio ? `/v1/convai/conversations/${row.id}/audio?format=wav` : null,
    recordingMs: row.recordingMs,
    queueWaitMs: row.queueWaitMs,
    initiationData: row.initiationData as Readonly<Record<string, unknown>>,
    feedback: toFeedback(row.feedback),
    isMasked: false,
    retention: {
      transcriptDueAt: row.transcriptDueAt,
      audioDueAt: row.audioDueAt,
      transcriptErasedAt: row.transcriptErasedAt,
      audioErasedAt: row.audioErasedAt,
      keepsNothing: row.keepsNothing,
    },
  };
}

export function toFeedback(stored: unknown): ConversationFeedback {
  return { likes: 0, dislikes: 0, ...(stored as Partial<ConversationFeedback>) };
}
