export interface ProposalReview {
  readonly userId: string;
  readonly state: 'approved' | 'changes_requested';
  readonly submittedAt: number;
  readonly comment?: string;
  readonly reviewerRole?: 'admin' | 'editor' | 'viewer';
}

export interface ProposalComment {
  readonly id: string;
  readonly userId: string;
  readonly body: string;
  /** Unix seconds, as are all times within the lists of a proposal. */
  readonly createdAt: number;
}

export type CloseReason = 'withdrawn' | 'rejected' | 'branch_archived';

export interface ProposalView {
  readonly id: string;
  readonly agentId: string;
  readonly sourceBranchId: string;
  readonly targetBranchId: string;
  readonly sourceVersionId: string;
  readonly title: string;
  readonly description: string;
  readonly requestedReviewers: readonly string[];
  readonly reviews: readonly ProposalReview[];
  readonly comments: readonly ProposalComment[];
  readonly status: 'open' | 'merged' | 'closed';
  readonly closeReason: CloseReason | null;
  readonly mergedVersionId: string | null;
  /** The version of the target that the merge made. Null also where the target had everything already. */
  readonly mergedVersionNumber: number | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly isCreator: boolean;
  /** What the branches and people that a proposal mentions are called, by their ids. */
  readonly names: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
