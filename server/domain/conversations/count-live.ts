import type { WorkspaceScope } from '../../auth/scope';

/** How many conversations run now, of all agents or of some. */
export async function countLive(scope: WorkspaceScope, input: { readonly agentIds?: readonly string[] | undefined } = {}): Promise<number> {
  scope.may('conversations:read');
  const { agentIds } = input;
  return scope.db.conversation.count({
    where: { status: 'in-progress', deletedAt: null, ...(agentIds === undefined ? {} : { agentId: { in: [...agentIds] } }) },
  });
}
