export interface VersionMetadata {
  readonly id: string;
  readonly agentId: string;
  readonly branchId: string;
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly parentVersionId: string | null;
  readonly outOfBranchParentId: string | null;
  readonly mergedFromBranchId: string | null;
  readonly mergedFromVersionId: string | null;
  readonly rebasedFromVersionId: string | null;
}

export type BranchProtection = 'writer_perms_required' | 'admin_perms_required';

export interface BranchView {
  readonly id: string;
  readonly agentId: string;
  readonly name: string;
  readonly description: string;
  readonly isMain: boolean;
  readonly isArchived: boolean;
  readonly protection: BranchProtection;
  readonly autoRebase: boolean;
  readonly versionNumber: number;
  readonly createdAt: Date;
  readonly committedAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
  /** Share of new conversations that run on it. */
  readonly livePercentage: number;
  readonly parentBranch: { readonly id: string; readonly name: string } | null;
  readonly mergedIntoBranchId: string | null;
  /** The reader's own draft. */
  readonly draft: { readonly createdAt: Date; readonly isBehindTip: boolean } | null;
  readonly callsLast7Days: number;
  /** Commits beyond its parent, and those of its parent it does not have. */
  readonly commitsAhead: number;
  readonly commitsBehind: number;
}

export interface BranchDetail extends BranchView {
  /** Newest first. */
  readonly recentVersions: readonly VersionMetadata[];
}
