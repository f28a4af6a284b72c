import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';
import type { TestResult } from './run-test';
import type { TestDocument, TestType } from './test-document';

export interface FolderSegment {
  readonly id: string;
  readonly name: string;
}

export interface TestSummary {
  readonly id: string;
  readonly name: string;
  readonly type: TestType | 'folder';
  readonly folderId: string | null;
  /** From the outermost folder in. */
  readonly folderPath: readonly FolderSegment[];
  /** Of a folder: what lies in it directly. */
  readonly childrenCount: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
}

export interface TestView extends TestSummary {
  readonly type: TestType;
  readonly document: TestDocument;
}

export interface FolderView extends FolderSegment {
  readonly folderPath: readonly FolderSegment[];
  readonly childrenCount: number;
}

export type RunStatus = 'pending' | 'passed' | 'failed' | 'cancelled';

export interface TestRunView {
  readonly id: string;
  readonly invocationId: string;
  readonly testId: string;
  readonly testName: string;
  readonly type: TestType;
  readonly document: TestDocument;
  readonly workflowNodeId: string | null;
  readonly rootFolder: FolderSegment | null;
  readonly status: RunStatus;
  readonly responses: readonly TranscriptItem[];
  readonly result: TestResult | null;
  readonly updatedAt: Date;
}

/** A run with what happened in it, on the clock of its conversation. */
export interface TestRunReplay extends TestRunView {
  /** What the test gives as said before. */
  readonly before: readonly TranscriptItem[];
  readonly events: readonly ConversationEvent[];
  readonly invocation: InvocationSummary;
}

export interface InvocationSummary {
  readonly id: string;
  readonly agentId: string;
  /** Null when it is gone, as for branch and version. */
  readonly agentName: string | null;
  readonly branchId: string | null;
  readonly branchName: string | null;
  readonly versionId: string | null;
  readonly versionNumber: number | null;
  readonly isDraft: boolean;
  readonly repeatCount: number;
  readonly isCancelled: boolean;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly title: string;
  readonly counts: Readonly<Record<RunStatus, number>>;
}

export interface InvocationView extends InvocationSummary {
  readonly runs: readonly TestRunView[];
}
