import type { Json, WorkspaceScope } from '../../auth/scope';
import { type ConversationEvent, eventSchemaVersion } from '../../contracts/conversation';

/** Writes what happened. An event whose sequence number is there already is left as it is, so a batch may be sent again. */
export async function recordEvents(scope: WorkspaceScope, conversationId: string, events: readonly ConversationEvent[]): Promise<void> {
  scope.may('conversations:start');
  if (events.length === 0) return;
  await scope.db.conversationEvent.createMany({
    data: events.map(({ sequence, atMs, kind, data }) => ({
      workspaceId: scope.workspaceId,
      conversationId,
      sequence,
      atMs: Math.round(atMs),
      kind,
      data: data as Json,
      schemaVersion: eventSchemaVersion,
    })),
    skipDuplicates: true,
  });
}
