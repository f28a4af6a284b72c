import type { WorkspaceScope } from '../../auth/scope';
import { getAgent } from '../agents/get-agent';
import { expandFolders } from './search-content';

/** Characters on a printed page. */
const page = 3_000;

/** How many pages the knowledge of an agent would fill. */
export async function knowledgePages(scope: WorkspaceScope, agentId: string): Promise<number> {
  scope.may('knowledge:read');
  const { config } = (await getAgent(scope, { agentId })).version;
  const used = config.conversationConfig.agent.prompt.knowledgeBase.map(({ id }) => id);
  const rows = await scope.db.knowledgeDocument.findMany({ where: { id: { in: used } }, select: { id: true, kind: true } });
  const documents = await scope.db.knowledgeDocument.findMany({ where: { id: { in: await expandFolders(scope, rows) } }, select: { content: true } });
  const length = documents.reduce((sum, { content }) => sum + content.length, 0) + config.parley.knowledgeText.length;
  return Math.round((10 * length) / page) / 10;
}
