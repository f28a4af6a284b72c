import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from './get-conversation';

/** Erases a conversation: its row goes, its events and what its tools were asked and answered with it, and then its sound. Throws `not_found`. */
export async function deleteConversation(scope: WorkspaceScope, input: { readonly conversationId: string; readonly storage: Storage }): Promise<void> {
  scope.may('conversations:write');
  const recordingKey = await scope.db.$transaction(async (db) => {
    const conversation = await findConversation(db, input.conversationId);
    await forgetCopies(db, conversation.id);
    await db.conversation.delete({ where: { id: conversation.id } });
    await noteChange(db, scope, {
      action: 'conversation.deleted',
      targetKind: 'conversation',
      targetId: conversation.id,
      before: { agentId: conversation.agentId },
    });
    return conversation.recordingKey;
  });
  if (recordingKey === null) return;
  for (const key of [recordingKey, mp3KeyOf(recordingKey)]) await input.storage.delete(key);
}

/** Takes away what stands of a conversation elsewhere: what tools were asked and answered, and what webhooks were sent, which quotes it. */
export async function forgetCopies(db: ScopedTransaction, conversationId: string): Promise<void> {
  await db.toolExecution.deleteMany({ where: { conversationId } });
  await db.webhookDelivery.updateMany({ where: { conversationId }, data: { requestBody: null, tries: [] } });
}

/** Where the compressed form of a recording is kept once someone asked for it. */
export function mp3KeyOf(recordingKey: string): string {
  return `${recordingKey.replace(/\.wav$/, '')}.mp3`;
}
