import type { WorkspaceScope } from '../../auth/scope';
import type { EndReason } from '../../contracts/conversation';
import { measureConversation } from '../analytics/measure-conversation';
import { statusAfter } from './rules';

export interface CloseInput {
  readonly reason: EndReason;
  readonly detail?: string | undefined;
  readonly durationMs: number;
  readonly recordingKey?: string | undefined;
  readonly recordingMs?: number | undefined;
  readonly callSuccessful?: 'success' | 'failure' | 'unknown' | undefined;
  readonly summary?: string | undefined;
  /** It is done once it was analysed. */
  readonly awaitsAnalysis?: boolean | undefined;
}

/** Ends the record of a conversation. The first reason wins: a second call changes nothing and answers false. */
export async function closeConversation(scope: WorkspaceScope, conversationId: string, input: CloseInput): Promise<boolean> {
  scope.may('conversations:start');
  const { count } = await scope.db.conversation.updateMany({
    where: { id: conversationId, endedAt: null },
    data: {
      status: input.awaitsAnalysis === true ? 'processing' : statusAfter(input.reason),
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
  if (count === 0) return false;
  // What participants gave is there for the conversation alone where nothing is kept.
  await scope.db.conversationFile.deleteMany({ where: { conversationId, conversation: { keepsNothing: true } } });
  // Closed is closed: what could not be counted now is counted by the next `measure-conversations`.
  await measureConversation(scope, conversationId).catch(() => undefined);
  return true;
}

/** A conversation that waited for its analysis is done without one. */
export async function finishWithoutAnalysis(scope: WorkspaceScope, conversationId: string): Promise<void> {
  const waiting = await scope.db.conversation.findFirst({
    where: { id: conversationId, status: 'processing', endedAt: { not: null } },
    select: { endReason: true },
  });
  if (waiting === null) return;
  const status = statusAfter((waiting.endReason ?? 'participant-left') as EndReason);
  await scope.db.conversation.updateMany({ where: { id: conversationId, status: 'processing' }, data: { status } });
}
