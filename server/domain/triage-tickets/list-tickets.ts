import type { WorkspaceScope } from '../../auth/scope';
import { findAgent } from '../agents/get-agent';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { ticketViews } from './find-ticket';
import { matchIn } from './match-ticket';
import { priorityNumber, type TicketMatch, type TicketPriority, type TicketView } from './ticket-views';

export interface ListTicketsInput {
  /** Only of this agent; throws `not_found` for one there is none of. */
  readonly agentId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly priorities?: readonly TicketPriority[] | undefined;
  readonly createdBy?: string | undefined;
  readonly assigneeId?: string | undefined;
  readonly mergedIntoId?: string | undefined;
  /** Part of a title, a description or a comment, in any case. */
  readonly search?: string | undefined;
  readonly sortBy?: 'created_at' | 'priority' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

export interface ListedTicket extends TicketView {
  readonly match: TicketMatch | null;
}

/** Tickets of the workspace or one agent, newest or most urgent first. */
export async function listTickets(scope: WorkspaceScope, input: ListTicketsInput): Promise<Page<ListedTicket>> {
  scope.may('conversations:read');
  const agent = input.agentId === undefined ? undefined : await findAgent(scope.db, input.agentId);
  const size = pageSizeOf(input.pageSize);
  const search = input.search?.trim() ?? '';
  const byPriority = input.sortBy === 'priority';
  const rows = await scope.db.triageTicket.findMany({
    where: {
      AND: [
        agent === undefined ? {} : { agentId: agent.id },
        input.conversationId === undefined ? {} : { conversationIds: { has: input.conversationId } },
        input.statuses === undefined ? {} : { status: { in: [...input.statuses] } },
        input.sources === undefined ? {} : { source: { in: [...input.sources] } },
        input.priorities === undefined ? {} : { priority: { in: input.priorities.map(priorityNumber) } },
        input.createdBy === undefined ? {} : { createdBy: input.createdBy },
        input.assigneeId === undefined ? {} : { assigneeId: input.assigneeId },
        input.mergedIntoId === undefined ? {} : { mergedIntoId: input.mergedIntoId },
        search === '' ? {} : { searchText: { contains: literally(search), mode: 'insensitive' } },
        rowsAfter(byPriority ? 'priority' : 'createdAt', 'desc', readCursor(input.cursor, 'time'), !byPriority),
      ],
    },
    orderBy: [byPriority ? { priority: 'desc' } : { createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  const page = cutPage(
    rows,
    size,
    (row) => ({ value: byPriority ? row.priority : row.createdAt.getTime(), id: row.id }),
    (row) => row,
  );
  const views = await ticketViews(scope.db, page.items);
  return { items: views.map((view) => ({ ...view, match: search === '' ? null : matchIn(view, search) })), nextCursor: page.nextCursor };
}
