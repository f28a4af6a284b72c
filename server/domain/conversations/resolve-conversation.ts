import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { findTalker } from '../agents/get-agent';
import type { ConversationView } from './conversation-views';
import { viewFor } from './get-conversation';

/**
 * The conversation of an agent that somebody outside means: by an id anywhere in the text (a link to it, say), by the id its phone
 * call has at the carrier, or the newest of a user. Throws `not_found`.
 */
export async function resolveConversation(scope: WorkspaceScope, input: { readonly agentId: string; readonly reference: string }): Promise<ConversationView> {
  scope.may('conversations:read');
  const agent = await findTalker(scope.db, input.agentId);
  const reference = input.reference.trim();
  const id = /conv_[a-zA-Z0-9]+/.exec(reference)?.[0];
  const ways = [
    ...(id === undefined ? [] : [{ id }]),
    { initiationData: { path: ['dynamic_variables', 'system__call_sid'], equals: reference } },
    { userId: reference },
  ];
  for (const way of ways) {
    const conversation = await scope.db.conversation.findFirst({
      where: { AND: [{ agentId: agent.id, deletedAt: null }, way] },
      orderBy: { startedAt: 'desc' },
      include: { agent: { select: { name: true } }, agentVersion: { select: { number: true } }, tags: { select: { tagId: true } } },
    });
    if (conversation !== null) return viewFor(scope, conversation);
  }
  throw new AppError('not_found', 'No conversation of this agent is known by this reference.');
}
