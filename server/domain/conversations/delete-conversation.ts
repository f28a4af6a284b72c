import type { WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from './get-conversation';

/** Erases a conversation: its row goes, its events and what its tools were asked and answered with it, and then its sound. Throws `not_found`. */
export async function deleteConversation(scope: WorkspaceScope, input: { readonly conversationId: string; readonly storage: Storage }): Promise<void> {
  scope.may('conversations:write');
  const recordingKey = await scope.db.$transaction(async (db) => {
    const conversation = await findConversation(db, input.conversationId);
    await db.toolExecution.deleteMany({ where: { conversationId: conversation.id } });
    await db.conversation.delete({ where: { id: conversation.id } });
    // What webhooks were sent quotes it.
    await db.webhookDelivery.updateMany({ where: { conversationId: conversation.id }, data: { requestBody: null, tries: [] } });
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

/** Where the compressed form of a recording is kept once someone asked for it. */
export function mp3KeyOf(recordingKey: string): string {
  return `${recordingKey.replace(/\.wav$/, '')}.mp3`;
}
