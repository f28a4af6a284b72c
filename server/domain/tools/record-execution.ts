import type { Json, WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';

export interface ExecutionRecord {
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

const longestPayload = 20_000;

/** Writes one call down and counts it. A tool that was deleted meanwhile has no record to add to. */
export async function recordExecution(scope: WorkspaceScope, record: ExecutionRecord): Promise<void> {
  scope.may('conversations:start');
  const { toolId, request, response, details, ...columns } = record;
  await scope.db.$transaction(async (db) => {
    const { count } = await db.tool.updateMany({
      where: { id: toolId },
      data: { callCount: { increment: 1 }, totalLatencyMs: { increment: Math.max(0, Math.round(record.latencyMs)) } },
    });
    if (count === 0) return;
    await db.toolExecution.create({
      data: {
        id: newId('toolExecution'),
        workspaceId: scope.workspaceId,
        toolId,
        ...columns,
        latencyMs: Math.round(record.latencyMs),
        request: request?.slice(0, longestPayload) ?? null,
        response: response?.slice(0, longestPayload) ?? null,
        ...(details === null || details === undefined ? {} : { details: details as Json }),
      },
    });
  });
}
