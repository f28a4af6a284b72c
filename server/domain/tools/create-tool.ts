import type { Json, WorkspaceScope } from '../../auth/scope';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { referencesIn } from '../references';
import { checkReferences } from './check-references';
import { getTool } from './get-tool';
import { checkedMocks, checkedToolConfig } from './rules';
import type { ToolView } from './tool-views';

export interface CreateToolInput {
  /** A tool in the form of `contracts/tool-config.ts`; defaults may be left out. */
  readonly config: unknown;
  readonly responseMocks?: unknown;
}

/** Throws `invalid_input`, `not_found` for a secret or connection that does not exist here. */
export async function createTool(scope: WorkspaceScope, input: CreateToolInput): Promise<ToolView> {
  scope.may('tools:write');
  const config = checkedToolConfig(input.config);
  const responseMocks = checkedMocks(input.responseMocks);
  const referencedIds = referencesIn(config);
  const toolId = newId('tool');
  const { name, type } = config;
  await scope.db.$transaction(async (db) => {
    await checkReferences(db, referencedIds);
    await db.tool.create({
      data: {
        id: toolId,
        workspaceId: scope.workspaceId,
        name,
        type,
        config: config as Json,
        responseMocks: responseMocks as Json,
        referencedIds,
        createdBy: scope.actor.id,
      },
    });
    await noteChange(db, scope, { action: 'tool.created', targetKind: 'tool', targetId: toolId, after: { name, type } });
  });
  return getTool(scope, { toolId });
}
