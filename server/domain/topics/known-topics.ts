import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { asSeen } from '../privacy/as-seen';
import { readTopics, type StoredTopic } from './stored-topics';

export interface KnownTopic extends StoredTopic {
  readonly agentId: string;
  readonly agentName: string;
}

/** The topics of one agent, or of all: those of an agent together, the most frequent first. */
export async function knownTopics(scope: WorkspaceScope, agentId?: string): Promise<readonly KnownTopic[]> {
  scope.may('conversations:read');
  const found = await scope.db.agentTopics.findMany({
    where: agentId === undefined ? {} : { agentId },
    select: { agentId: true, topics: true, agent: { select: { name: true } } },
    orderBy: { agentId: 'asc' },
  });
  return found.flatMap(({ agentId: of, topics, agent }) =>
    readTopics(topics).map((topic) => ({ ...topic, label: asSeen(scope, topic.label), agentId: of, agentName: agent.name })),
  );
}

/** What a conversation was about; null while no topic has it. Throws `not_found`. */
export async function topicOf(scope: WorkspaceScope, conversationId: string): Promise<Pick<KnownTopic, 'id' | 'label'> | null> {
  scope.may('conversations:read');
  const conversation = await scope.db.conversation.findFirst({ where: { id: conversationId, deletedAt: null }, select: { agentId: true } });
  if (conversation === null) throw new AppError('not_found', 'This conversation was not found.');
  const stored = await scope.db.agentTopics.findFirst({ where: { agentId: conversation.agentId }, select: { topics: true } });
  const topic = readTopics(stored?.topics).find(({ conversationIds }) => conversationIds.includes(conversationId));
  return topic === undefined ? null : { id: topic.id, label: asSeen(scope, topic.label) };
}
