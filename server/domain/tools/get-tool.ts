import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { actorNames } from '../actor-names';
import { toToolView, type ToolView } from './tool-views';

/** Throws `not_found`. */
export async function getTool(scope: WorkspaceScope, input: { readonly toolId: string }): Promise<ToolView> {
  scope.may('tools:read');
  const row = await findTool(scope.db, input.toolId);
  return toToolView(scope, row, await actorNames(scope, [row.createdBy]));
}

export async function findTool(db: ScopedTransaction, toolId: string) {
  const tool = await db.tool.findFirst({ where: { id: toolId } });
  if (tool === null) throw new AppError('not_found', `Tool ${toolId} was not found.`);
  return tool;
}
