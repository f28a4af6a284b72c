import type { DocumentKind } from '../../contracts/knowledge';

export interface FolderName {
  readonly id: string;
  readonly name: string;
}

export interface AutoSync {
  readonly everyDays: number;
  readonly autoRemove: boolean;
  readonly failures: number;
  readonly nextAt: Date | null;
}

export interface DependentAgent {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** A branch whose newest version uses a document. */
export interface DependentBranch {
  readonly agentId: string;
  readonly agentName: string;
  readonly branchId: string;
  readonly branchName: string;
  readonly isMain: boolean;
}

/** A document or folder as lists show it. */
export interface DocumentSummary {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly parentId: string | null;
  /** Folders above it, outermost first. */
  readonly folderPath: readonly FolderName[];
  readonly url: string | null;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly hasSourceFile: boolean;
  readonly sizeBytes: number;
  readonly language: string;
  readonly autoSync: AutoSync | null;
  /** Of a folder: what lies in it, and documents at any depth. */
  readonly childrenCount: number;
  readonly documentCount: number;
  readonly dependentAgents: readonly DependentAgent[];
  readonly isCreator: boolean;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface DocumentView extends DocumentSummary {
  /** Markdown. */
  readonly content: string;
}
