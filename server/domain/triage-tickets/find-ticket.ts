import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import {
  type PriorityChange,
  type StatusChange,
  ticketPriorities,
  type TicketComment,
  type TicketStatus,
  type TicketView,
  type TurnComment,
} from './ticket-views';

/** Throws `not_found`. */
export async function getTicket(scope: WorkspaceScope, ticketId: string): Promise<TicketView> {
  scope.may('conversations:read');
  const [view] = await ticketViews(scope.db, [await findTicket(scope.db, ticketId)]);
  return view as TicketView;
}

export async function findTicket(db: ScopedTransaction, ticketId: string) {
  const ticket = await db.triageTicket.findFirst({ where: { id: ticketId } });
  if (ticket === null) throw new AppError('not_found', `Ticket ${ticketId} was not found.`);
  return ticket;
}

export type TicketRow = Awaited<ReturnType<typeof findTicket>>;

/** With when their conversations first and last were. */
export async function ticketViews(db: ScopedTransaction, rows: readonly TicketRow[]): Promise<TicketView[]> {
  const conversations = await db.conversation.findMany({
    where: { id: { in: rows.flatMap((row) => row.conversationIds) }, deletedAt: null },
    select: { id: true, startedAt: true },
  });
  const startOf = new Map(conversations.map(({ id, startedAt }) => [id, startedAt.getTime()]));
  return rows.map(({ searchText: _, ...row }) => {
    const starts = row.conversationIds.flatMap((id) => startOf.get(id) ?? []);
    return {
      ...row,
      ...notesOf(row),
      status: row.status as TicketStatus,
      priority: ticketPriorities[row.priority - 1] ?? null,
      firstSeenAt: starts.length === 0 ? null : new Date(Math.min(...starts)),
      lastSeenAt: starts.length === 0 ? null : new Date(Math.max(...starts)),
    };
  });
}

export function notesOf(row: Pick<TicketRow, 'comments' | 'turnComments' | 'statusChanges' | 'priorityChanges'>) {
  return {
    comments: row.comments as unknown as readonly TicketComment[],
    turnComments: row.turnComments as unknown as readonly TurnComment[],
    statusChanges: row.statusChanges as unknown as readonly StatusChange[],
    priorityChanges: row.priorityChanges as unknown as readonly PriorityChange[],
  };
}
