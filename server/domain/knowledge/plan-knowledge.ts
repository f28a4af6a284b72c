import type { WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { knowledgeLimits, type Passage } from '../../contracts/knowledge';
import type { KnowledgeEngine } from './knowledge-engine';
import { searchableText } from './retrieval/search-text';
import { expandFolders } from './search-content';

/** More text than this is not put into a prompt: what a turn needs is looked up instead. */
const promptRoom = 50_000;
/** Passages of the agent's own long text that a turn is given. */
const passagesOfOwnText = 8;

export interface WholeText {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
}

/** How an agent's knowledge reaches a conversation. */
export interface KnowledgePlan {
  /** Small texts, and those that are to stand in the prompt, whole. */
  readonly whole: readonly WholeText[];
  /** Looks the rest up; absent when there is none. */
  readonly lookUp?: (query: { readonly text: string; readonly history: readonly string[] }, signal: AbortSignal) => Promise<readonly Passage[]>;
}

/** The agent's own text is no document; in records it goes by this name. */
export const ownTextId = 'knowledge_text';

/**
 * Decides what goes into the prompt and what is looked up. Documents meant for the prompt go in as long as there is room; the others are looked
 * up when retrieval is on or they would not fit, but for those too small to be worth it.
 */
export async function planKnowledge(scope: WorkspaceScope, engine: KnowledgeEngine, config: AgentConfig): Promise<KnowledgePlan> {
  const { knowledgeBase, rag } = config.conversationConfig.agent.prompt;
  const ownText = config.parley.knowledgeText.trim();
  const documents = await documentsOf(scope, knowledgeBase);
  const whole: WholeText[] = [];
  let room = promptRoom;
  const place = (text: WholeText): boolean => {
    if (text.text.length > room) return false;
    room -= text.text.length;
    whole.push(text);
    return true;
  };
  const ownIsWhole = ownText === '' || place({ documentId: ownTextId, title: '', text: ownText });
  const searched: string[] = [];
  // What is meant for the prompt has the first claim on its room.
  for (const document of documents.toSorted((a, b) => Number(b.isForPrompt) - Number(a.isForPrompt))) {
    const isSearched = rag.enabled && !document.isForPrompt && document.textBytes >= knowledgeLimits.smallestIndexedBytes;
    if (isSearched || document.textBytes > room * 4) searched.push(document.id);
    else if (!place({ documentId: document.id, title: document.name, text: await contentOf(scope, document.id) })) searched.push(document.id);
  }
  if (ownIsWhole && searched.length === 0) return { whole };
  const ownSearch = ownIsWhole ? undefined : searchableText(ownTextId, ownText);
  return {
    whole,
    async lookUp({ text, history }, signal) {
      const own = ownSearch?.search(text, passagesOfOwnText) ?? [];
      if (searched.length === 0) return own;
      const { passages } = await engine.search(
        scope,
        {
          text,
          history,
          documentIds: searched,
          limit: rag.maxRetrievedRagChunksCount,
          maxLength: rag.maxDocumentsLength,
          maxDistance: rag.maxVectorDistance,
        },
        signal,
      );
      return [...own, ...passages];
    },
  };
}

interface UsedDocument {
  readonly id: string;
  readonly name: string;
  readonly textBytes: number;
  readonly isForPrompt: boolean;
}

/** The documents an agent names, those in folders it names included. One that is gone counts for nothing. */
async function documentsOf(scope: WorkspaceScope, locators: readonly { readonly id: string; readonly usageMode: string }[]): Promise<UsedDocument[]> {
  if (locators.length === 0) return [];
  const rows = await scope.db.knowledgeDocument.findMany({ where: { id: { in: locators.map(({ id }) => id) } }, select: { id: true, kind: true } });
  const forPrompt = new Set(
    await expandFolders(
      scope,
      rows.filter(({ id }) => locators.some((locator) => locator.id === id && locator.usageMode === 'prompt')),
    ),
  );
  const ids = await expandFolders(scope, rows);
  const [documents, sizes] = await Promise.all([
    scope.db.knowledgeDocument.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true, kind: true, sizeBytes: true },
      orderBy: { createdAt: 'asc' },
    }),
    textSizes(scope, ids),
  ]);
  return documents.map(({ id, name, sizeBytes }) => ({ id, name, textBytes: sizes.get(id) ?? sizeBytes, isForPrompt: forPrompt.has(id) }));
}

/** An uploaded file is larger, or smaller, than the text that was read from it: the end of its last passage tells. */
async function textSizes(scope: WorkspaceScope, documentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const groups = await scope.db.knowledgeChunk.groupBy({ by: ['documentId'], where: { documentId: { in: [...documentIds] } }, _max: { endOffset: true } });
  return new Map(groups.flatMap(({ documentId, _max }) => (_max.endOffset === null ? [] : [[documentId, _max.endOffset] as const])));
}

async function contentOf(scope: WorkspaceScope, documentId: string): Promise<string> {
  return (await scope.db.knowledgeDocument.findFirst({ where: { id: documentId }, select: { content: true } }))?.content ?? '';
}
