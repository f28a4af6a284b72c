import { type Database, emptyJson, type Json, scopesOfDue, type WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import type { Logger } from '../../lib/logger';
import { noteChange } from '../audit-log/note-change';
import { mp3KeyOf } from '../conversations/delete-conversation';

const atOnce = 200;

interface EraseOptions {
  readonly storage: Storage;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly now?: Date;
}

/** Erases what conversations were to keep until now: what was said, the sound, or both. The record that they took place stays. Says how many. */
export async function eraseWhatIsDue(db: Database, { storage, signal, log, now = new Date() }: EraseOptions): Promise<number> {
  let erased = 0;
  for (;;) {
    const due = await scopesOfDue(db, { now, limit: atOnce });
    let failed = 0;
    for (const { scope, conversationId } of due) {
      if (signal.aborted) return erased;
      try {
        await eraseParts(scope, { conversationId, storage, now });
        erased++;
      } catch (error) {
        failed++;
        log.error({ err: error, conversationId }, 'a conversation could not be erased');
      }
    }
    // What failed would be found again and again.
    if (due.length < atOnce || failed > 0) return erased;
  }
}

/** Erases the parts of a conversation whose time has come. */
export async function eraseParts(
  scope: WorkspaceScope,
  { conversationId, storage, now }: { readonly conversationId: string; readonly storage: Storage; readonly now: Date },
): Promise<void> {
  scope.may('conversations:write');
  const isDue = (at: Date | null, erasedAt: Date | null) => at !== null && at <= now && erasedAt === null;
  const keys = await scope.db.$transaction(async (db) => {
    const row = await db.conversation.findUniqueOrThrow({
      where: { id: conversationId },
      select: { recordingKey: true, transcriptDueAt: true, transcriptErasedAt: true, audioDueAt: true, audioErasedAt: true },
    });
    const erasesTranscript = isDue(row.transcriptDueAt, row.transcriptErasedAt);
    const erasesAudio = isDue(row.audioDueAt, row.audioErasedAt);
    if (erasesTranscript) {
      await db.conversationEvent.deleteMany({ where: { conversationId } });
      await db.conversationFile.deleteMany({ where: { conversationId } });
      await db.toolExecution.deleteMany({ where: { conversationId } });
      // What webhooks were sent quotes it.
      await db.webhookDelivery.updateMany({ where: { conversationId }, data: { requestBody: null, tries: [] } });
      await db.conversation.update({ where: { id: conversationId }, data: { ...nothingSaid(), transcriptErasedAt: now } });
    }
    if (erasesAudio) await db.conversation.update({ where: { id: conversationId }, data: { recordingKey: null, audioErasedAt: now } });
    if (erasesTranscript || erasesAudio)
      await noteChange(db, scope, {
        action: 'conversation.erased',
        targetKind: 'conversation',
        targetId: conversationId,
        after: { transcript: erasesTranscript, audio: erasesAudio },
      });
    return erasesAudio && row.recordingKey !== null ? [row.recordingKey, mp3KeyOf(row.recordingKey)] : [];
  });
  for (const key of keys) await storage.delete(key);
}

/** What a conversation holds of what people said and who they were, emptied. */
function nothingSaid() {
  return {
    transcript: [] as Json,
    searchText: '',
    summary: '',
    title: '',
    userId: null,
    analysis: emptyJson,
    initiationData: {},
    collectedValues: {},
    feedback: {},
  };
}
