import type { Answers } from '../trpc/client';

export type Proposal = Answers['branches']['proposal'];

export interface DiscussionEntry {
  readonly key: string;
  readonly kind: 'proposed' | 'comment' | 'approved' | 'changes_requested' | 'merged' | 'withdrawn' | 'rejected' | 'branch_archived';
  readonly personId: string;
  readonly at: Date;
  readonly text: string;
}

/** What happened to a proposal and what was said of it, as it came: first that it was made, last what became of it. */
export function discussionEntries(proposal: Proposal): readonly DiscussionEntry[] {
  const said: DiscussionEntry[] = [
    ...proposal.comments.map(({ id, userId, body, createdAt }) => ({
      key: id,
      kind: 'comment' as const,
      personId: userId,
      at: new Date(createdAt * 1000),
      text: body,
    })),
    ...proposal.reviews.map(({ userId, state, comment, submittedAt }) => ({
      key: `review-${userId}`,
      kind: state,
      personId: userId,
      at: new Date(submittedAt * 1000),
      text: comment ?? '',
    })),
  ];
  const proposed: DiscussionEntry = { key: 'proposed', kind: 'proposed', personId: proposal.createdBy, at: proposal.createdAt, text: '' };
  // What was said is known to the second only: within one, the beginning comes first and the outcome last.
  return [proposed, ...said, ...outcomeOf(proposal)].toSorted((a, b) => secondOf(a.at) - secondOf(b.at));
}

function outcomeOf({ status, closeReason, resolvedAt, resolvedBy, createdBy }: Proposal): DiscussionEntry[] {
  if (status === 'open' || resolvedAt === null) return [];
  return [{ key: 'outcome', kind: status === 'merged' ? 'merged' : (closeReason ?? 'withdrawn'), personId: resolvedBy ?? createdBy, at: resolvedAt, text: '' }];
}

function secondOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
