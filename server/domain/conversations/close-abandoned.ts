import { type Database, type Json, scopesOfSilentConversations, type WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { closeConversation, finishWithoutAnalysis } from './close-conversation';
import { factsOf, rebuildTranscript, searchTextOf } from './rules';

export interface CloseAbandonedInput {
  /** How long a conversation must have been silent; several heartbeats. */
  readonly olderThanMs: number;
  /** Only those of this process. */
  readonly hostId?: string | undefined;
  /** Saves what was recorded so far, if anything. */
  readonly recoverRecording?: (
    scope: WorkspaceScope,
    conversationId: string,
  ) => Promise<{ readonly recordingKey: string; readonly recordingMs: number } | undefined>;
  /** Has a closed conversation analysed; absent: it is done at once. */
  readonly analyse?: (ids: { workspaceId: string; conversationId: string }) => Promise<void>;
}

/** A signed URL is good for 15 minutes; the conversation that was made for one is kept a while longer for whoever asks after it. */
const unusedAfterMs = 60 * 60_000;

/** An analysis that has not come by then does not come: its job was lost with its queue. */
const longestAnalysisMs = 30 * 60_000;

/** Closes conversations whose process died, with what is known of them. Answers how many. */
export async function closeAbandoned(db: Database, input: CloseAbandonedInput): Promise<number> {
  const now = Date.now();
  const silent = await scopesOfSilentConversations(db, {
    before: new Date(now - input.olderThanMs),
    unusedBefore: new Date(now - unusedAfterMs),
    hostId: input.hostId,
  });
  let closed = 0;
  for (const { scope, conversationId } of silent) if (await closeOne(scope, conversationId, input)) closed++;
  return closed;
}

async function closeOne(scope: WorkspaceScope, conversationId: string, { recoverRecording, analyse }: CloseAbandonedInput): Promise<boolean> {
  const conversation = await scope.db.conversation.findUnique({ where: { id: conversationId } });
  if (conversation === null) return false;
  if (conversation.status === 'initiated') return closeUnused(scope, conversationId);
  if (conversation.endedAt !== null) {
    if (conversation.endedAt.getTime() < Date.now() - longestAnalysisMs) await finishWithoutAnalysis(scope, conversationId);
    return false;
  }
  const events = await scope.db.conversationEvent.findMany({
    where: { conversationId },
    orderBy: { sequence: 'asc' },
    select: { kind: true, data: true, atMs: true },
  });
  const transcript = rebuildTranscript(conversation.transcript as unknown as TranscriptItem[], events);
  await scope.db.conversation.updateMany({
    where: { id: conversationId, endedAt: null },
    data: {
      transcript: transcript as unknown as Json,
      searchText: searchTextOf(transcript),
      ...factsOf(transcript),
      messageCount: transcript.filter((item) => item.message !== null).length,
    },
  });
  const lastSignMs = (conversation.heartbeatAt ?? conversation.startedAt).getTime() - conversation.startedAt.getTime();
  const recording = await recoverRecording?.(scope, conversationId);
  // Without a record there is nothing to judge.
  const judge = conversation.keepsNothing ? undefined : analyse;
  const isClosed = await closeConversation(scope, conversationId, {
    awaitsAnalysis: judge !== undefined,
    reason: 'host-crashed',
    durationMs: Math.max(lastSignMs, events.at(-1)?.atMs ?? 0, recording?.recordingMs ?? 0),
    ...recording,
  });
  if (isClosed) await judge?.({ workspaceId: scope.workspaceId, conversationId });
  return isClosed;
}

/** Nobody came: that is no failure, and no conversation. */
async function closeUnused(scope: WorkspaceScope, conversationId: string): Promise<boolean> {
  const { count } = await scope.db.conversation.deleteMany({ where: { id: conversationId, status: 'initiated' } });
  return count === 1;
}
