import { type Database, emptyJson, type Json, scopesOfDue, type WorkspaceScope } from '../../auth/scope';
import type { Storage } from '../../integrations/storage/storage';
import type { Logger } from '../../lib/logger';
import { noteChange } from '../audit-log/note-change';
import { forgetCopies, mp3KeyOf } from '../conversations/delete-conversation';
import { workThrough } from '../work-through';

interface EraseOptions {
  readonly storage: Storage;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly now?: Date;
}

/** Erases what conversations were to keep until now: what was said, the sound, or both. The record that they took place stays. Says how many. */
export function eraseWhatIsDue(db: Database, { storage, signal, log, now = new Date() }: EraseOptions): Promise<number> {
  return workThrough({
    find: (limit) => scopesOfDue(db, { now, limit }),
    atOnce: 200,
    work: (scope, conversationId) => eraseParts(scope, { conversationId, storage, now }),
    failure: 'a conversation could not be erased',
    signal,
    log,
  });
}

/** Erases the parts of a conversation whose time has come. */
async function eraseParts(
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
      await forgetCopies(db, conversationId);
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
