import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { findAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from '../conversations/get-conversation';
import { findTicket, getTicket, notesOf, type TicketRow } from './find-ticket';
import { searchTextOf } from './match-ticket';
import {
  priorityNumber,
  ticketPriorities,
  type TicketComment,
  type TicketPriority,
  type TicketStatus,
  type TicketView,
  type TurnComment,
} from './ticket-views';

const longestTitle = 300;
const mostNotes = 500;
const mostConversations = 1000;
const mostMerged = 100;

export interface TurnNote {
  readonly turnIndex: number;
  readonly comment: string;
}

export interface FileTicketInput {
  readonly conversationId: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly turnComments?: readonly TurnNote[] | undefined;
  readonly priority?: TicketPriority | undefined;
}

/** Files a ticket about a conversation. Throws `not_found`, `invalid_input`. */
export async function fileTicket(scope: WorkspaceScope, input: FileTicketInput): Promise<TicketView> {
  scope.may('conversations:write');
  const conversation = await findConversation(scope.db, input.conversationId);
  const turnComments = (input.turnComments ?? []).map((note) => turnCommentBy(scope, conversation, note));
  return create(scope, {
    agentId: conversation.agentId,
    source: 'qa',
    title: input.title,
    description: input.description,
    priority: input.priority,
    conversationIds: [conversation.id],
    turnComments,
  });
}

export interface FileManualTicketInput {
  readonly agentId: string;
  readonly title?: string | undefined;
  readonly description: string;
  readonly priority?: TicketPriority | undefined;
}

/** Files a ticket about an agent, without a conversation. Throws `not_found`, `invalid_input`. */
export async function fileManualTicket(scope: WorkspaceScope, input: FileManualTicketInput): Promise<TicketView> {
  scope.may('conversations:write');
  const agent = await findAgent(scope.db, input.agentId);
  return create(scope, { ...input, agentId: agent.id, source: 'manual', conversationIds: [], turnComments: [] });
}

export interface UpdateTicketInput {
  readonly ticketId: string;
  readonly title?: string | undefined;
  readonly status?: TicketStatus | undefined;
  /** Null takes it from whoever has it. */
  readonly assigneeId?: string | null | undefined;
  readonly priority?: TicketPriority | null | undefined;
}

/** Throws `not_found`, `invalid_input`, `bad_request` for an assignee who is no member, `conflict` for a merged ticket. */
export async function updateTicket(scope: WorkspaceScope, input: UpdateTicketInput): Promise<TicketView> {
  scope.may('conversations:write');
  if (input.status === 'merged') throw new AppError('bad_request', 'A ticket is merged by merging it into another.');
  const title = input.title === undefined ? undefined : checkedTitle(input.title);
  await scope.db.$transaction(async (db) => {
    const ticket = await findUnmerged(db, input.ticketId);
    if (typeof input.assigneeId === 'string') await mustBeMember(db, input.assigneeId);
    const notes = notesOf(ticket);
    const changed = { changedByUserId: scope.actor.id, changedAtUnixSecs: nowSecs() };
    const priority = input.priority === undefined ? ticket.priority : priorityNumber(input.priority);
    const status = input.status ?? ticket.status;
    const after = {
      title: title ?? ticket.title,
      status,
      priority,
      assigneeId: input.assigneeId === undefined ? ticket.assigneeId : input.assigneeId,
      statusChanges: status === ticket.status ? notes.statusChanges : lastOf([...notes.statusChanges, { status, ...changed }]),
      priorityChanges:
        priority === ticket.priority
          ? notes.priorityChanges
          : lastOf([...notes.priorityChanges, { priority: ticketPriorities[priority - 1] ?? null, ...changed }]),
    };
    await db.triageTicket.update({
      where: { id: ticket.id },
      data: {
        ...after,
        statusChanges: after.statusChanges as unknown as Json,
        priorityChanges: after.priorityChanges as unknown as Json,
        searchText: searchTextOf({ ...ticket, ...notes, title: after.title }),
      },
    });
    await noteChange(db, scope, {
      action: 'triage-ticket.updated',
      targetKind: 'triage-ticket',
      targetId: ticket.id,
      before: { status: ticket.status, priority: ticket.priority, assigneeId: ticket.assigneeId },
      after: { status: after.status, priority: after.priority, assigneeId: after.assigneeId },
    });
  });
  return getTicket(scope, input.ticketId);
}

/** Throws `not_found`. */
export async function deleteTicket(scope: WorkspaceScope, ticketId: string): Promise<void> {
  scope.may('conversations:write');
  await scope.db.$transaction(async (db) => {
    const ticket = await findTicket(db, ticketId);
    await db.triageTicket.delete({ where: { id: ticket.id } });
    await noteChange(db, scope, { action: 'triage-ticket.deleted', targetKind: 'triage-ticket', targetId: ticket.id, before: { agentId: ticket.agentId } });
  });
}

/** Throws `not_found`, `invalid_input`, `conflict` when there are as many as there may be. */
export async function commentOnTicket(scope: WorkspaceScope, input: { readonly ticketId: string; readonly comment: string }): Promise<TicketView> {
  scope.may('conversations:write');
  const comment = commentBy(scope, input.comment);
  await scope.db.$transaction(async (db) => {
    const ticket = await findTicket(db, input.ticketId);
    const notes = notesOf(ticket);
    await writeNotes(db, ticket, { ...notes, comments: [...notes.comments, comment] });
  });
  return getTicket(scope, input.ticketId);
}

/** A comment on one turn of the ticket's conversation. Throws `not_found`, `invalid_input`, `bad_request` when the ticket has none. */
export async function commentOnTurn(scope: WorkspaceScope, input: TurnNote & { readonly ticketId: string }): Promise<TicketView> {
  scope.may('conversations:write');
  await scope.db.$transaction(async (db) => {
    const ticket = await findTicket(db, input.ticketId);
    const [conversationId] = ticket.conversationIds;
    if (conversationId === undefined) throw new AppError('bad_request', 'This ticket is about no conversation: it has no turns.');
    const comment = turnCommentBy(scope, await findConversation(db, conversationId), input);
    const notes = notesOf(ticket);
    await writeNotes(db, ticket, { ...notes, turnComments: [...notes.turnComments, comment] });
  });
  return getTicket(scope, input.ticketId);
}

/** Moves what other tickets of the same agent hold into this one. Throws `not_found`, `bad_request`, `conflict`. */
export async function mergeTickets(
  scope: WorkspaceScope,
  input: { readonly ticketId: string; readonly sourceTicketIds: readonly string[] },
): Promise<TicketView> {
  scope.may('conversations:write');
  const sourceIds = [...new Set(input.sourceTicketIds)];
  if (sourceIds.length === 0 || sourceIds.length > mostMerged || sourceIds.includes(input.ticketId))
    throw new AppError('bad_request', `Name 1 to ${mostMerged} other tickets to merge into this one.`);
  await scope.db.$transaction(async (db) => {
    const target = await findUnmerged(db, input.ticketId);
    const sources: TicketRow[] = [];
    for (const id of sourceIds) sources.push(await findUnmerged(db, id));
    if (sources.some(({ agentId }) => agentId !== target.agentId)) throw new AppError('bad_request', 'Only tickets of one agent can be merged.');
    const all = [target, ...sources];
    const conversationIds = [...new Set(all.flatMap((ticket) => ticket.conversationIds))].slice(0, mostConversations);
    const notes = {
      comments: inOrder(all.flatMap((ticket) => notesOf(ticket).comments)),
      turnComments: inOrder(all.flatMap((ticket) => notesOf(ticket).turnComments)),
    };
    await writeNotes(db, target, notes, { conversationIds });
    const changed = { changedByUserId: scope.actor.id, changedAtUnixSecs: nowSecs() };
    for (const source of sources) {
      const statusChanges = lastOf([...notesOf(source).statusChanges, { status: 'merged', ...changed }]) as unknown as Json;
      await db.triageTicket.update({ where: { id: source.id }, data: { status: 'merged', mergedIntoId: target.id, statusChanges } });
    }
    await noteChange(db, scope, { action: 'triage-ticket.merged', targetKind: 'triage-ticket', targetId: target.id, after: { sourceIds } });
  });
  return getTicket(scope, input.ticketId);
}

interface NewTicket {
  readonly agentId: string;
  readonly source: 'qa' | 'manual';
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: TicketPriority | undefined;
  readonly conversationIds: string[];
  readonly turnComments: readonly TurnComment[];
}

async function create(scope: WorkspaceScope, { agentId, source, conversationIds, turnComments, ...input }: NewTicket): Promise<TicketView> {
  const id = newId('triageTicket');
  const title = input.title === undefined ? null : checkedTitle(input.title);
  const description = input.description ?? null;
  const priority = priorityNumber(input.priority);
  const changed = { changedByUserId: scope.actor.id, changedAtUnixSecs: nowSecs() };
  await scope.db.$transaction(async (db) => {
    await db.triageTicket.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        agentId,
        source,
        title,
        description,
        priority,
        conversationIds,
        turnComments: turnComments as unknown as Json,
        statusChanges: [{ status: 'open', ...changed }],
        priorityChanges: input.priority === undefined ? [] : [{ priority: input.priority, ...changed }],
        searchText: searchTextOf({ title, description, comments: [], turnComments }),
        createdBy: scope.actor.id,
      },
    });
    await noteChange(db, scope, { action: 'triage-ticket.created', targetKind: 'triage-ticket', targetId: id, after: { agentId, source, priority } });
  });
  return getTicket(scope, id);
}

interface Notes {
  readonly comments: readonly TicketComment[];
  readonly turnComments: readonly TurnComment[];
}

async function writeNotes(
  db: ScopedTransaction,
  ticket: TicketRow,
  { comments, turnComments }: Notes,
  more: { conversationIds?: string[] } = {},
): Promise<void> {
  if (comments.length > mostNotes || turnComments.length > mostNotes) throw new AppError('conflict', `A ticket has at most ${mostNotes} comments.`);
  const data = { comments: comments as unknown as Json, turnComments: turnComments as unknown as Json };
  await db.triageTicket.update({ where: { id: ticket.id }, data: { ...data, ...more, searchText: searchTextOf({ ...ticket, comments, turnComments }) } });
}

async function findUnmerged(db: ScopedTransaction, ticketId: string): Promise<TicketRow> {
  const ticket = await findTicket(db, ticketId);
  if (ticket.status === 'merged') throw new AppError('conflict', `Ticket ${ticketId} was merged into ${ticket.mergedIntoId ?? 'another'}.`);
  return ticket;
}

async function mustBeMember(db: ScopedTransaction, userId: string): Promise<void> {
  const member = await db.membership.findFirst({ where: { userId, lockedAt: null }, select: { id: true } });
  if (member === null) throw new AppError('bad_request', 'A ticket can be given to members of this workspace only.');
}

function turnCommentBy(scope: WorkspaceScope, conversation: { readonly transcript: unknown }, { turnIndex, comment }: TurnNote): TurnComment {
  const { length } = conversation.transcript as readonly TranscriptItem[];
  if (turnIndex >= length) throw new AppError('invalid_input', `The conversation has ${length} turns, counted from 0.`, { path: ['turn_index'] });
  return { ...commentBy(scope, comment), turnIndex };
}

function commentBy(scope: WorkspaceScope, comment: string): TicketComment {
  if (comment.trim() === '') throw new AppError('invalid_input', 'A comment says something.', { path: ['comment'] });
  return { comment, createdAtUnixSecs: nowSecs(), ownerUserId: scope.actor.id };
}

function checkedTitle(title: string): string {
  const trimmed = title.trim();
  if (trimmed === '' || trimmed.length > longestTitle) throw new AppError('invalid_input', `A title has 1 to ${longestTitle} characters.`, { path: ['title'] });
  return trimmed;
}

function inOrder<T extends TicketComment>(comments: readonly T[]): readonly T[] {
  return comments.toSorted((a, b) => a.createdAtUnixSecs - b.createdAtUnixSecs);
}

function lastOf<T>(changes: readonly T[]): readonly T[] {
  return changes.slice(-mostNotes);
}

function nowSecs(): number {
  return Math.floor(Date.now() / 1000);
}
