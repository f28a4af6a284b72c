import { z } from 'zod';
import { listMembers } from '../../../domain/members/list-members';
import {
  commentOnTicket,
  commentOnTurn,
  deleteTicket,
  fileManualTicket,
  fileTicket,
  mergeTickets,
  updateTicket,
} from '../../../domain/triage-tickets/change-ticket';
import { getTicket } from '../../../domain/triage-tickets/find-ticket';
import { listTickets } from '../../../domain/triage-tickets/list-tickets';
import { ticketPriorities, ticketSources, ticketStatuses } from '../../../domain/triage-tickets/ticket-views';
import { getAgent } from '../../../domain/agents/get-agent';
import { ticketToWire } from '../../mappers/ticket';
import { type Route, route } from '../../route';
import { manyOf, pageQuery } from '../../wire/query';

const id = z.string().max(100);
const priority = z.enum(ticketPriorities);
const text = z.string().max(10_000);

const listQuery = z.object({
  ...pageQuery,
  agent_id: id.optional(),
  conversation_id: id.optional(),
  status: manyOf(z.enum(ticketStatuses)).optional(),
  sources: manyOf(z.enum(ticketSources)).optional(),
  priorities: manyOf(priority).optional(),
  sort_by: z.enum(['created_at', 'priority']).optional(),
  owner_user_id: id.optional(),
  assignee_user_id: id.optional(),
  issue_type: z.string().max(100).optional(),
  label: z.string().max(200).optional(),
  merged_into_ticket_id: id.optional(),
  search: z.string().max(200).optional(),
});
const turnComment = z.looseObject({ turn_index: z.number().int().min(0), comment: text });
const fileBody = z.looseObject({
  conversation_id: id,
  title: z.string().nullish(),
  qa_comment: text.nullish(),
  turn_comments: z.array(turnComment).max(200).nullish(),
  priority: priority.nullish(),
});
const manualBody = z.looseObject({ title: z.string().nullish(), qa_comment: text, priority: priority.nullish() });
const patchBody = z.looseObject({
  title: z.string().nullish(),
  status: z.enum(ticketStatuses).nullish(),
  assignee_user_id: id.nullish(),
  priority: priority.nullish(),
});

const notes = { permission: 'conversations:read', query: listQuery, note: 'Nothing sorts tickets by kind: no ticket has an issue type or labels.' } as const;

export function triageTicketRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/triage-tickets', notes, async ({ scope, query }) => pageToWire(await listTickets(scope, inputOf(query)))),

    route('GET /v1/convai/agents/{agent_id}/triage-tickets', notes, async ({ scope, params, query }) =>
      pageToWire(await listTickets(scope, { ...inputOf(query), agentId: params.agent_id })),
    ),

    route('POST /v1/convai/triage-tickets', { permission: 'conversations:write', body: fileBody }, async ({ scope, body }) =>
      ticketToWire(
        await fileTicket(scope, {
          conversationId: body.conversation_id,
          title: body.title ?? undefined,
          description: body.qa_comment ?? undefined,
          turnComments: body.turn_comments?.map(({ turn_index, comment }) => ({ turnIndex: turn_index, comment })),
          priority: body.priority ?? undefined,
        }),
      ),
    ),

    route('POST /v1/convai/agents/{agent_id}/triage-tickets', { permission: 'conversations:write', body: manualBody }, async ({ scope, params, body }) =>
      ticketToWire(
        await fileManualTicket(scope, {
          agentId: params.agent_id,
          title: body.title ?? undefined,
          description: body.qa_comment,
          priority: body.priority ?? undefined,
        }),
      ),
    ),

    route('GET /v1/convai/agents/{agent_id}/triage-tickets/assignable-users', { permission: 'members:read' }, async ({ scope, params }) => {
      await getAgent(scope, { agentId: params.agent_id });
      return (await listMembers(scope)).map((member) => ({
        user_id: member.userId,
        email: member.email,
        first_name: member.name?.split(' ')[0] ?? null,
        is_service_account: false,
        has_access: !member.isLocked,
      }));
    }),

    route('GET /v1/convai/triage-tickets/{agentqa_ticket_id}', { permission: 'conversations:read' }, async ({ scope, params }) =>
      ticketToWire(await getTicket(scope, params.agentqa_ticket_id)),
    ),

    route('PATCH /v1/convai/triage-tickets/{agentqa_ticket_id}', { permission: 'conversations:write', body: patchBody }, async ({ scope, params, body }) =>
      ticketToWire(
        await updateTicket(scope, {
          ticketId: params.agentqa_ticket_id,
          title: body.title ?? undefined,
          status: body.status ?? undefined,
          assigneeId: body.assignee_user_id,
          priority: body.priority,
        }),
      ),
    ),

    route('DELETE /v1/convai/triage-tickets/{agentqa_ticket_id}', { permission: 'conversations:write' }, async ({ scope, params }) =>
      deleteTicket(scope, params.agentqa_ticket_id),
    ),

    route(
      'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/comments',
      { permission: 'conversations:write', body: z.looseObject({ comment: text }) },
      async ({ scope, params, body }) => ticketToWire(await commentOnTicket(scope, { ticketId: params.agentqa_ticket_id, comment: body.comment })),
    ),

    route(
      'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/turn-comments',
      { permission: 'conversations:write', body: turnComment },
      async ({ scope, params, body }) =>
        ticketToWire(await commentOnTurn(scope, { ticketId: params.agentqa_ticket_id, turnIndex: body.turn_index, comment: body.comment })),
    ),

    route(
      'POST /v1/convai/triage-tickets/{agentqa_ticket_id}/merge',
      { permission: 'conversations:write', body: z.looseObject({ source_ticket_ids: z.array(id).max(100) }) },
      async ({ scope, params, body }) =>
        ticketToWire(await mergeTickets(scope, { ticketId: params.agentqa_ticket_id, sourceTicketIds: body.source_ticket_ids })),
    ),
  ];
}

type ListQuery = z.infer<typeof listQuery>;

function inputOf(query: ListQuery) {
  return {
    agentId: query.agent_id,
    conversationId: query.conversation_id,
    // No ticket has a kind or a label, so asking for one leaves none.
    statuses: query.issue_type === undefined && query.label === undefined ? query.status : [],
    sources: query.sources,
    priorities: query.priorities as Parameters<typeof listTickets>[1]['priorities'],
    createdBy: query.owner_user_id,
    assigneeId: query.assignee_user_id,
    mergedIntoId: query.merged_into_ticket_id,
    search: query.search,
    sortBy: query.sort_by,
    cursor: query.cursor,
    pageSize: query.page_size,
  };
}

function pageToWire({ items, nextCursor }: Awaited<ReturnType<typeof listTickets>>) {
  return { agent_conversation_tickets: items.map((ticket) => ticketToWire(ticket)), next_cursor: nextCursor, has_more: nextCursor !== null };
}
