import type { Procedure } from '../../contracts/agent-config';

/** A procedure as it stands in a draft or in a committed version of the branch. */
export interface ProcedureView {
  readonly procedureId: string;
  /** Null while it was never committed. */
  readonly versionId: string | null;
  readonly name: string;
  readonly type: Procedure['type'];
  readonly content: string;
  readonly trigger: string;
  readonly folderParentId: string | null;
}

export interface ProcedureListItem extends ProcedureView {
  readonly hasDraft: boolean;
}
