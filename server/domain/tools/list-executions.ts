import type { WorkspaceScope } from '../../auth/scope';
import type { PageInput } from '../dependents';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { findTool } from './get-tool';

export interface ToolExecutionView {
  readonly id: string;
  readonly toolId: string;
  readonly requestId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly startedAt: Date;
  readonly latencyMs: number;
  readonly isError: boolean;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly request: string | null;
  readonly response: string | null;
  readonly details: unknown;
}

export interface ListExecutionsInput extends PageInput {
  readonly toolId: string;
  readonly isError?: boolean | undefined;
  readonly agentId?: string | undefined;
  readonly startedAfter?: Date | undefined;
  readonly startedBefore?: Date | undefined;
}

/** Past calls of a tool, newest first. Throws `not_found`. */
export async function listExecutions(scope: WorkspaceScope, input: ListExecutionsInput): Promise<Page<ToolExecutionView>> {
  scope.may('tools:read');
  // What was said to a tool is what was said in conversations.
  scope.may('conversations:read');
  await findTool(scope.db, input.toolId);
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.toolExecution.findMany({
    where: {
      toolId: input.toolId,
      ...(input.isError === undefined ? {} : { isError: input.isError }),
      ...(input.agentId === undefined ? {} : { agentId: input.agentId }),
      AND: {
        startedAt: {
          ...(input.startedAfter === undefined ? {} : { gte: input.startedAfter }),
          ...(input.startedBefore === undefined ? {} : { lte: input.startedBefore }),
        },
      },
      ...rowsAfter('startedAt', 'desc', readCursor(input.cursor, 'time'), true),
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.startedAt.getTime(), id: row.id }),
    (row) => row,
  );
}
