import { z } from 'zod';
import type { Json, WorkspaceScope } from '../../auth/scope';
import { mcpServerConfigSchema, toolApprovalSchema } from '../../contracts/mcp-server-config';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { checkedInput } from '../checked-input';
import { referencesIn } from '../references';
import { checkReferences } from '../tools/check-references';
import { getMcpServer, type McpServerView } from './get-mcp-server';

/** `approvals` are hashes that were given elsewhere. Throws `invalid_input`, `not_found` for a secret or connection that does not exist here. */
export async function createMcpServer(scope: WorkspaceScope, input: { readonly config: unknown; readonly approvals?: unknown }): Promise<McpServerView> {
  scope.may('tools:write');
  const config = checkedInput(mcpServerConfigSchema, input.config, ['config']);
  const approvals = checkedInput(z.array(toolApprovalSchema).max(500), input.approvals ?? [], ['config', 'toolApprovalHashes']);
  const referencedIds = referencesIn(config);
  const serverId = newId('mcpServer');
  await scope.db.$transaction(async (db) => {
    await checkReferences(db, referencedIds);
    await db.mcpServer.create({
      data: {
        id: serverId,
        workspaceId: scope.workspaceId,
        name: config.name,
        config: config as Json,
        approvals: approvals as unknown as Json,
        referencedIds,
        createdBy: scope.actor.id,
      },
    });
    await noteChange(db, scope, {
      action: 'mcp-server.created',
      targetKind: 'mcp-server',
      targetId: serverId,
      after: { name: config.name, approvalPolicy: config.approvalPolicy },
    });
  });
  return getMcpServer(scope, { serverId });
}
