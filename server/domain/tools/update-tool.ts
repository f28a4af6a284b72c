import type { Json, WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { referencesIn } from '../references';
import { checkReferences } from './check-references';
import { findTool, getTool } from './get-tool';
import { checkedMocks, checkedToolConfig } from './rules';
import type { ToolView } from './tool-views';

export interface UpdateToolInput {
  readonly toolId: string;
  /** The whole tool: it replaces what was there. */
  readonly config?: unknown;
  readonly responseMocks?: unknown;
}

/** Throws `not_found`, `invalid_input`. */
export async function updateTool(scope: WorkspaceScope, input: UpdateToolInput): Promise<ToolView> {
  scope.may('tools:write');
  const config = input.config === undefined ? undefined : checkedToolConfig(input.config);
  const responseMocks = input.responseMocks === undefined ? undefined : checkedMocks(input.responseMocks);
  const referencedIds = referencesIn(config);
  await scope.db.$transaction(async (db) => {
    const tool = await findTool(db, input.toolId);
    await checkReferences(db, referencedIds);
    await db.tool.update({
      where: { id: tool.id },
      data: {
        ...(config === undefined ? {} : { name: config.name, type: config.type, config: config as Json, referencedIds }),
        ...(responseMocks === undefined ? {} : { responseMocks: responseMocks as Json }),
      },
    });
    await noteChange(db, scope, {
      action: 'tool.updated',
      targetKind: 'tool',
      targetId: tool.id,
      before: { name: tool.name, type: tool.type },
      after: { name: config?.name ?? tool.name, type: config?.type ?? tool.type },
    });
  });
  return getTool(scope, { toolId: input.toolId });
}
