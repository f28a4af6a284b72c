import type { WorkspaceScope } from '../../auth/scope';
import { analyseConversationJob } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from '../conversations/get-conversation';

/** Has a conversation that is over judged once more, by a job. Throws `not_found`, and `conflict` while it runs. */
export async function rerunAnalysis(scope: WorkspaceScope, conversationId: string, jobs: JobQueue): Promise<void> {
  scope.may('conversations:write');
  const conversation = await findConversation(scope.db, conversationId);
  if (conversation.endedAt === null) throw new AppError('conflict', 'The conversation has not ended yet.');
  await noteChange(scope.db, scope, { action: 'conversation.judged-again', targetKind: 'conversation', targetId: conversation.id });
  await jobs.enqueue(analyseConversationJob, { workspaceId: scope.workspaceId, conversationId }, { key: conversationId });
}
