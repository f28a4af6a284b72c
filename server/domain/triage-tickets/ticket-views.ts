export const ticketStatuses = ['open', 'in_progress', 'resolved', 'cancelled', 'merged'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** The least first: a ticket's number in the database is its place here, counted from 1. */
export const ticketPriorities = ['low', 'medium', 'high', 'urgent'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

export const ticketSources = ['qa', 'agent', 'manual'] as const;

export interface TicketComment {
  readonly comment: string;
  readonly createdAtUnixSecs: number;
  readonly ownerUserId: string;
}

export interface TurnComment extends TicketComment {
  readonly turnIndex: number;
}

export interface StatusChange {
  readonly status: TicketStatus;
  readonly changedByUserId: string;
  readonly changedAtUnixSecs: number;
}

export interface PriorityChange {
  readonly priority: TicketPriority | null;
  readonly changedByUserId: string;
  readonly changedAtUnixSecs: number;
}

/** Where a search found its words, and which characters of the snippet they are. */
export interface TicketMatch {
  readonly field: 'title' | 'description' | 'comment' | 'turn_comment';
  readonly snippet: string;
  readonly highlightStart: number;
  readonly highlightEnd: number;
  readonly turnIndex?: number;
}

export interface TicketView {
  readonly id: string;
  readonly workspaceId: string;
  readonly agentId: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly source: string;
  readonly status: TicketStatus;
  readonly priority: TicketPriority | null;
  readonly conversationIds: readonly string[];
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly assigneeId: string | null;
  readonly mergedIntoId: string | null;
  readonly comments: readonly TicketComment[];
  readonly turnComments: readonly TurnComment[];
  readonly statusChanges: readonly StatusChange[];
  readonly priorityChanges: readonly PriorityChange[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function priorityNumber(priority: TicketPriority | null | undefined): number {
  return priority === null || priority === undefined ? 0 : ticketPriorities.indexOf(priority) + 1;
}
