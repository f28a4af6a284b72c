import type { ListedTicket } from '../../domain/triage-tickets/list-tickets';
import type { TicketView } from '../../domain/triage-tickets/ticket-views';
import { unixSecs } from './agent';
import { toWire } from '../../contracts/wire-case';

/** `match` is there when the ticket was searched for. */
export function ticketToWire(ticket: TicketView & Partial<Pick<ListedTicket, 'match'>>): Record<string, unknown> {
  return {
    agentqa_ticket_id: ticket.id,
    workspace_id: ticket.workspaceId,
    owner_user_id: ticket.createdBy,
    agent_id: ticket.agentId,
    needs_clustering: false,
    title: ticket.title,
    labels: [],
    conversation_ids: ticket.conversationIds,
    first_seen_unix_secs: ticket.firstSeenAt === null ? null : unixSecs(ticket.firstSeenAt),
    last_seen_unix_secs: ticket.lastSeenAt === null ? null : unixSecs(ticket.lastSeenAt),
    qa_comment: ticket.description,
    ticket_comments: toWire(ticket.comments),
    turn_comments: toWire(ticket.turnComments),
    status: ticket.status,
    priority: ticket.priority,
    priority_changes: toWire(ticket.priorityChanges),
    status_changes: toWire(ticket.statusChanges),
    merged_into_ticket_id: ticket.mergedIntoId,
    source: ticket.source,
    assignee_user_id: ticket.assigneeId,
    created_at_unix_secs: unixSecs(ticket.createdAt),
    updated_at_unix_secs: unixSecs(ticket.updatedAt),
    ...(ticket.match === undefined || ticket.match === null ? {} : { search_match: toWire(ticket.match) }),
  };
}
