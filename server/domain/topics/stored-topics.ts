import { z } from 'zod';
import type { WorkspaceScope } from '../../auth/scope';
import type { ConversationListFilter } from '../../contracts/conversation';
import type { ConversationFilter } from '../conversations/conversation-filter';

const storedTopic = z.object({
  id: z.string(),
  label: z.string(),
  x: z.number(),
  y: z.number(),
  /** The one that says it best first. */
  conversationIds: z.array(z.string()),
});
export type StoredTopic = z.infer<typeof storedTopic>;

export function readTopics(stored: unknown): readonly StoredTopic[] {
  const parsed = z.array(storedTopic).safeParse(stored);
  return parsed.success ? parsed.data : [];
}

/** The conversations that are about any of these topics. */
export async function conversationsAbout(scope: WorkspaceScope, topicIds: readonly string[]): Promise<readonly string[]> {
  const rows = await scope.db.agentTopics.findMany({ select: { topics: true } });
  return rows.flatMap(({ topics }) => readTopics(topics).flatMap(({ id, conversationIds }) => (topicIds.includes(id) ? conversationIds : [])));
}

/** The filter with the conversations that are about its topics in their place. */
export async function withTopics(
  scope: WorkspaceScope,
  { topicIds, ...filter }: { readonly [K in keyof ConversationListFilter]?: ConversationListFilter[K] | undefined },
): Promise<ConversationFilter> {
  return topicIds === undefined ? filter : { ...filter, ids: await conversationsAbout(scope, topicIds) };
}
