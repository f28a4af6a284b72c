import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from './get-conversation';

/** Checks that this actor may watch a conversation, and notes that they do. Throws `forbidden`, `not_found`. */
export async function superviseConversation(scope: WorkspaceScope, conversationId: string): Promise<void> {
  scope.may('conversations:read');
  const conversation = await findConversation(scope.db, conversationId);
  await noteChange(scope.db, scope, { action: 'conversation.monitored', targetKind: 'conversation', targetId: conversation.id });
}

/** The same for an actor who may speak into it as well. */
export async function monitorConversation(scope: WorkspaceScope, conversationId: string): Promise<void> {
  scope.may('conversations:write');
  await superviseConversation(scope, conversationId);
}

/** Notes what a watcher did to a running conversation; never what was said. */
export async function noteIntervention(scope: WorkspaceScope, conversationId: string, command: string): Promise<void> {
  scope.may('conversations:write');
  await noteChange(scope.db, scope, { action: 'conversation.intervened', targetKind: 'conversation', targetId: conversationId, after: { command } });
}

/** Whether a conversation of this workspace has begun, or is about to, and has not ended. */
export async function isBeginning(scope: WorkspaceScope, conversationId: string): Promise<boolean> {
  const status = { in: ['initiated', 'in-progress'] };
  return (await scope.db.conversation.findFirst({ where: { id: conversationId, status, endedAt: null }, select: { id: true } })) !== null;
}
