import type { Json, WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { factsOf, searchTextOf } from './rules';

export interface RecordTranscriptInput {
  readonly transcript: readonly TranscriptItem[];
  readonly messageCount: number;
  /** Median over the turns so far; null while there is none. */
  readonly responseLatencyMs: number | null;
  readonly interruptionCount: number;
  /** The language spoken by now, when it changed. */
  readonly language?: string | undefined;
}

/** Replaces the transcript; written after every turn, so that a crash loses one turn at most. */
export async function recordTranscript(scope: WorkspaceScope, conversationId: string, input: RecordTranscriptInput): Promise<void> {
  scope.may('conversations:start');
  await scope.db.conversation.updateMany({
    where: { id: conversationId },
    data: {
      transcript: input.transcript as unknown as Json,
      searchText: searchTextOf(input.transcript),
      ...factsOf(input.transcript),
      messageCount: input.messageCount,
      responseLatencyMs: input.responseLatencyMs === null ? null : Math.round(input.responseLatencyMs),
      interruptionCount: input.interruptionCount,
      ...(input.language === undefined ? {} : { language: input.language }),
    },
  });
}
