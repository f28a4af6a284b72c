import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';
import type { ConversationAnalysis } from '../evaluations/analysis';

export interface ConversationSummary {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly agentVersionId: string;
  /** Null on records older than branches. */
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
  readonly rating: 'like' | 'dislike' | null;
  /** 1 to 5. */
  readonly stars: number | null;
  /** Null: it was not analysed. */
  readonly analysis: ConversationAnalysis | null;
  readonly tagIds: readonly string[];
  readonly toolNames: readonly string[];
  readonly visitedAgentIds: readonly string[];
}

export interface ConversationFeedback {
  readonly likes: number;
  readonly dislikes: number;
  readonly overallScore?: 'like' | 'dislike' | undefined;
  readonly rating?: number | undefined;
  readonly comment?: string | undefined;
}

export interface ConversationView extends ConversationSummary {
  readonly agentVersionNumber: number;
  readonly authorizationMethod: string;
  readonly sourceVersion: string | null;
  readonly transcript: readonly TranscriptItem[];
  readonly hasAudio: boolean;
  /** Where the recording is, on the same origin; null when there is none. */
  readonly audioUrl: string | null;
  readonly recordingMs: number;
  /** How long it waited for a place before it began. */
  readonly queueWaitMs: number;
  readonly initiationData: Readonly<Record<string, unknown>>;
  readonly feedback: ConversationFeedback;
  /** Personal data in it is masked for whoever asked, and its sound is not theirs to hear. */
  readonly isMasked: boolean;
  /** When its parts are erased, and when they were. */
  readonly retention: {
    readonly transcriptDueAt: Date | null;
    readonly audioDueAt: Date | null;
    readonly transcriptErasedAt: Date | null;
    readonly audioErasedAt: Date | null;
    /** Nothing of it was ever written down. */
    readonly keepsNothing: boolean;
  };
}

export interface ConversationWithEvents extends ConversationView {
  readonly events: readonly ConversationEvent[];
}
