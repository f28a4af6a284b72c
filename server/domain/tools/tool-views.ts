import type { WorkspaceScope } from '../../auth/scope';
import type { ResponseMock, ToolConfig } from '../../contracts/tool-config';
import { toolConfigSchema, type ToolType } from '../../contracts/tool-config';

export interface ToolView {
  readonly id: string;
  readonly name: string;
  readonly type: ToolType;
  readonly config: ToolConfig;
  readonly responseMocks: readonly ResponseMock[];
  readonly callCount: number;
  readonly averageLatencyMs: number;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ToolRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly config: unknown;
  readonly responseMocks: unknown;
  readonly callCount: number;
  readonly totalLatencyMs: bigint;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toToolView(scope: WorkspaceScope, row: ToolRow, nameOf: (id: string) => string): ToolView {
  return {
    id: row.id,
    name: row.name,
    type: row.type as ToolType,
    config: toolConfigSchema.parse(row.config),
    responseMocks: row.responseMocks as ResponseMock[],
    callCount: row.callCount,
    averageLatencyMs: row.callCount === 0 ? 0 : Number(row.totalLatencyMs) / row.callCount,
    createdBy: row.createdBy,
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
