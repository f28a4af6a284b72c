import type { WorkspaceScope } from '../../auth/scope';
import type { EndReason } from '../../contracts/conversation';
import { statusAfter } from './rules';

export interface CloseInput {
  readonly reason: EndReason;
  readonly detail?: string | undefined;
  readonly durationMs: number;
  readonly recordingKey?: string | undefined;
  readonly recordingMs?: number | undefined;
  readonly callSuccessful?: 'success' | 'failure' | 'unknown' | undefined;
  readonly summary?: string | undefined;
}

/** Ends the record of a conversation. The first reason wins: a second call changes nothing and answers false. */
export async function closeConversation(scope: WorkspaceScope, conversationId: string, input: CloseInput): Promise<boolean> {
  scope.may('conversations:start');
  const { count } = await scope.db.conversation.updateMany({
    where: { id: conversationId, endedAt: null },
    data: {
      status: statusAfter(input.reason),
      endedAt: new Date(),
      durationMs: Math.max(0, Math.round(input.durationMs)),
      endReason: input.reason,
      endDetail: input.detail ?? null,
      ...(input.recordingKey === undefined ? {} : { recordingKey: input.recordingKey }),
      recordingMs: Math.round(input.recordingMs ?? 0),
      callSuccessful: input.callSuccessful ?? 'unknown',
      summary: input.summary ?? '',
    },
  });
  return count === 1;
}
