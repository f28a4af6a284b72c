import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { ConversationEvent } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { asSeen } from '../privacy/as-seen';
import type { ConversationView, ConversationWithEvents } from './conversation-views';
import { toView, type ViewRow } from './shape-conversation';

const mostEvents = 20_000;

/** The record of a conversation. Throws `not_found`. */
export async function getConversation(scope: WorkspaceScope, conversationId: string): Promise<ConversationView> {
  scope.may('conversations:read');
  return viewFor(scope, await findRecord(scope, conversationId));
}

/** The record with everything that happened in it, in order; of very long ones the first 20,000 events. */
export async function getConversationWithEvents(scope: WorkspaceScope, conversationId: string): Promise<ConversationWithEvents> {
  const conversation = await getConversation(scope, conversationId);
  const events = await scope.db.conversationEvent.findMany({
    where: { conversationId },
    orderBy: { sequence: 'asc' },
    take: mostEvents,
    select: { sequence: true, atMs: true, kind: true, data: true },
  });
  return { ...conversation, events: asSeen(scope, events as unknown as ConversationEvent[]) };
}

/** The record as this actor may see it. */
export function viewFor(scope: WorkspaceScope, row: ViewRow): ConversationView {
  const view = toView(row);
  return scope.masks.length === 0 ? view : { ...asSeen(scope, view), isMasked: true, hasAudio: false, audioUrl: null };
}

/** The row alone, also within a transaction. Throws `not_found`. */
export async function findConversation(db: ScopedTransaction, conversationId: string) {
  const conversation = await db.conversation.findFirst({ where: { id: conversationId, deletedAt: null } });
  if (conversation === null) throw unknown(conversationId);
  return conversation;
}

/** With what its record shows of other tables. Prisma asks for those side by side, which one connection, as a transaction has it, cannot do. */
async function findRecord({ db }: WorkspaceScope, conversationId: string): Promise<ViewRow> {
  const record = await db.conversation.findFirst({
    where: { id: conversationId, deletedAt: null },
    include: { agent: { select: { name: true } }, agentVersion: { select: { number: true } }, tags: { select: { tagId: true } } },
  });
  if (record === null) throw unknown(conversationId);
  return record;
}

function unknown(conversationId: string): AppError {
  return new AppError('not_found', `Conversation ${conversationId} was not found.`);
}
