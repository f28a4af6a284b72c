import type { AgentConfig } from '../../contracts/agent-config';

export interface AgentVersionSummary {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly branchId: string;
}

export interface AgentVersionView extends AgentVersionSummary {
  readonly config: AgentConfig;
}

export interface AgentView {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly isArchived: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdByName: string;
  readonly mainBranchId: string;
  /** The branch that `version` is on. */
  readonly branchId: string;
  /** Number of the newest version on that branch; `version` is it unless another was asked for. */
  readonly versionNumber: number;
  readonly version: AgentVersionView;
}

export interface AgentSummary {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly language: string;
  readonly voiceId: string;
  readonly versionNumber: number;
  readonly isArchived: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly lastConversationAt: Date | null;
  readonly conversationCount: number;
}
