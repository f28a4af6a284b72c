import type { Json, WorkspaceScope } from '../../auth/scope';
import { measureConversation } from '../analytics/measure-conversation';
import type { ConversationFeedback } from './conversation-views';
import { findConversation } from './get-conversation';
import { toFeedback } from './shape-conversation';

export interface FeedbackInput {
  readonly conversationId: string;
  /** Null takes the last one back. */
  readonly feedback?: 'like' | 'dislike' | null | undefined;
  /** 1 to 5. */
  readonly rating?: number | undefined;
  readonly comment?: string | undefined;
}

/** What the participant thought of the conversation. */
export async function giveFeedback(scope: WorkspaceScope, input: FeedbackInput): Promise<ConversationFeedback> {
  scope.may('conversations:start');
  const given = await scope.db.$transaction(async (db) => {
    const conversation = await findConversation(db, input.conversationId);
    const feedback = withFeedback(toFeedback(conversation.feedback), input);
    await db.conversation.update({ where: { id: conversation.id }, data: { feedback: feedback as unknown as Json } });
    return feedback;
  });
  await measureConversation(scope, input.conversationId);
  return given;
}

function withFeedback(before: ConversationFeedback, { feedback, rating, comment }: FeedbackInput): ConversationFeedback {
  return {
    ...before,
    ...(feedback === undefined ? {} : { overallScore: feedback ?? undefined, likes: feedback === 'like' ? 1 : 0, dislikes: feedback === 'dislike' ? 1 : 0 }),
    ...(rating === undefined ? {} : { rating }),
    ...(comment === undefined ? {} : { comment }),
  };
}
