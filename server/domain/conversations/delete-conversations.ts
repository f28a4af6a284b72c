import type { WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import { AppError } from '../../lib/app-error';
import { deleteConversation } from './delete-conversation';

/** Erases several conversations, each as a whole. One that is gone already is no reason to stop. Says how many were erased. */
export async function deleteConversations(
  scope: WorkspaceScope,
  { conversationIds, storage }: { readonly conversationIds: readonly string[]; readonly storage: Storage },
): Promise<{ readonly deleted: number }> {
  scope.may('conversations:write');
  let deleted = 0;
  for (const conversationId of new Set(conversationIds)) {
    try {
      await deleteConversation(scope, { conversationId, storage });
      deleted++;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'not_found')) throw error;
    }
  }
  return { deleted };
}
