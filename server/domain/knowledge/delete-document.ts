import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { getAgent } from '../agents/get-agent';
import { updateAgent } from '../agents/update-agent';
import { noteChange } from '../audit-log/note-change';
import type { WriteServices } from './create-document';
import { agentsUsing } from './dependent-agents';
import { findDocument } from './find-document';
import { FolderTree } from './folder-tree';

/**
 * Takes a document away, or a folder. What agents use, and a folder that holds something, goes only with `force`: then with all that is in it, and
 * out of the agents. Throws `conflict` otherwise.
 */
export async function deleteDocument(
  scope: WorkspaceScope,
  services: Pick<WriteServices, 'storage'>,
  input: { readonly documentId: string; readonly force?: boolean | undefined },
): Promise<void> {
  scope.may('knowledge:write');
  const document = await findDocument(scope.db, input.documentId);
  const doomed = await withAllInside(scope, document);
  if (doomed.length > 1 && input.force !== true)
    throw new AppError('conflict', 'The folder is not empty. Delete it with force to take away what it holds as well.');
  const ids = doomed.map(({ id }) => id);
  const using = await agentsUsing(scope, ids);
  const agents = [...new Map([...using.values()].flat().map((agent) => [agent.id, agent])).values()];
  if (agents.length > 0 && input.force !== true)
    throw new AppError(
      'conflict',
      `The document is used by ${agents.map(({ name }) => name).join(', ')}. Take it out of there first, or delete it with force.`,
    );
  for (const { id } of agents) await takeOut(scope, id, new Set(ids));
  await scope.db.$transaction(async (db) => {
    await db.knowledgeDocument.deleteMany({ where: { id: { in: ids } } });
    await noteChange(db, scope, {
      action: 'knowledge.deleted',
      targetKind: 'knowledge',
      targetId: document.id,
      before: { kind: document.kind, name: document.name, documents: ids.length },
    });
  });
  for (const { sourceKey } of doomed) if (sourceKey !== null) await services.storage.delete(sourceKey);
}

export async function takeOut(scope: WorkspaceScope, agentId: string, documentIds: ReadonlySet<string>): Promise<void> {
  const { config } = (await getAgent(scope, { agentId })).version;
  const knowledgeBase = config.conversationConfig.agent.prompt.knowledgeBase.filter(({ id }) => !documentIds.has(id));
  await updateAgent(scope, { agentId, changes: { conversationConfig: { agent: { prompt: { knowledgeBase } } } }, description: 'A document was deleted.' });
}

async function withAllInside(scope: WorkspaceScope, document: { readonly id: string; readonly kind: string; readonly sourceKey: string | null }) {
  if (document.kind !== 'folder') return [document];
  const folders = (await FolderTree.of(scope)).within(document.id);
  const inside = await scope.db.knowledgeDocument.findMany({ where: { parentId: { in: [...folders] } }, select: { id: true, kind: true, sourceKey: true } });
  return [document, ...inside];
}
